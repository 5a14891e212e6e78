//! What the tests of pages stand on: the program in memory, a fixed clock, a browser.
