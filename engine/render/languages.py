"""Names of languages that people type.

In: nothing. Out: `NAMES`: code -> English and French names. Newly guaranteed: nothing (other languages are told by their codes).
"""

from __future__ import annotations

from typing import Final

NAMES: Final[dict[str, tuple[str, str]]] = {
    "ar": ("Arabic", "arabe"), "hy": ("Armenian", "arménien"), "sq": ("Albanian", "albanais"),
    "az": ("Azerbaijani", "azéri"), "be": ("Belarusian", "biélorusse"), "bn": ("Bengali", "bengali"),
    "bg": ("Bulgarian", "bulgare"), "ca": ("Catalan", "catalan"), "zh": ("Chinese", "chinois"),
    "hr": ("Croatian", "croate"), "cs": ("Czech", "tchèque"), "da": ("Danish", "danois"),
    "nl": ("Dutch", "néerlandais"), "en": ("English", "anglais"), "et": ("Estonian", "estonien"),
    "fi": ("Finnish", "finnois"), "fr": ("French", "français"), "ka": ("Georgian", "géorgien"),
    "de": ("German", "allemand"), "el": ("Greek", "grec"), "ht": ("Haitian Creole", "créole haïtien"),
    "he": ("Hebrew", "hébreu"), "hi": ("Hindi", "hindi"), "hu": ("Hungarian", "hongrois"),
    "is": ("Icelandic", "islandais"), "id": ("Indonesian", "indonésien"), "ga": ("Irish", "irlandais"),
    "it": ("Italian", "italien"), "ja": ("Japanese", "japonais"), "kk": ("Kazakh", "kazakh"),
    "km": ("Khmer", "khmer"), "ko": ("Korean", "coréen"), "lo": ("Lao", "lao"),
    "lv": ("Latvian", "letton"), "lt": ("Lithuanian", "lituanien"), "mk": ("Macedonian", "macédonien"),
    "mg": ("Malagasy", "malgache"), "ms": ("Malay", "malais"), "mt": ("Maltese", "maltais"),
    "mn": ("Mongolian", "mongol"), "ne": ("Nepali", "népalais"), "no": ("Norwegian", "norvégien"),
    "fa": ("Persian", "persan"), "pl": ("Polish", "polonais"), "pt": ("Portuguese", "portugais"),
    "ro": ("Romanian", "roumain"), "ru": ("Russian", "russe"), "sr": ("Serbian", "serbe"),
    "sk": ("Slovak", "slovaque"), "sl": ("Slovenian", "slovène"), "so": ("Somali", "somali"),
    "es": ("Spanish", "espagnol"), "sw": ("Swahili", "swahili"), "sv": ("Swedish", "suédois"),
    "ta": ("Tamil", "tamoul"), "th": ("Thai", "thaï"), "tr": ("Turkish", "turc"),
    "uk": ("Ukrainian", "ukrainien"), "ur": ("Urdu", "ourdou"), "vi": ("Vietnamese", "vietnamien"),
}  # fmt: skip
