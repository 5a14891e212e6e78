//! The language a family is written to in: a means of contact, never an origin (`domain.md` §4.2).

crate::vocabulary! {
    /// A language of contact, by its ISO 639-1 code.
    ContactLanguage {
        /// French.
        French = "fr",
        /// English.
        English = "en",
        /// Arabic.
        Arabic = "ar",
        /// Spanish.
        Spanish = "es",
        /// Italian.
        Italian = "it",
        /// Portuguese.
        Portuguese = "pt",
        /// Romanian.
        Romanian = "ro",
        /// Russian.
        Russian = "ru",
        /// Ukrainian.
        Ukrainian = "uk",
        /// Turkish.
        Turkish = "tr",
        /// Albanian.
        Albanian = "sq",
        /// Persian.
        Persian = "fa",
        /// Pashto.
        Pashto = "ps",
        /// Urdu.
        Urdu = "ur",
        /// Bengali.
        Bengali = "bn",
        /// Tamil.
        Tamil = "ta",
        /// Chinese.
        Chinese = "zh",
        /// Vietnamese.
        Vietnamese = "vi",
        /// Soninke.
        Soninke = "snk",
        /// Bambara.
        Bambara = "bm",
        /// Somali.
        Somali = "so",
        /// Tigrinya.
        Tigrinya = "ti",
    }
}
