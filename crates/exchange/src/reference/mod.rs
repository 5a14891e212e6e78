//! Tables that come with the program, so that it needs no network: what each is, from when and under which
//! licence stands in the README beside them.

pub mod communes;
