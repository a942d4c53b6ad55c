//! Pieces of invented names by region: given names everybody knows, and syllables that families are
//! made of.
//!
//! Uses nothing. Written for this project; no piece comes from a list of real persons, and a full
//! name is put together by chance.

/// A region's way of naming. Each piece stands in Latin letters and, where the region has one, in its
/// own script.
#[derive(Debug)]
pub struct Region {
    /// ISO code of the nationality.
    pub country: &'static str,
    /// How many of a hundred persons come from here.
    pub share: u32,
    /// Given names, the commonest first: men's, then women's.
    pub given: [Pieces; 2],
    /// Beginnings and ends of family names.
    pub family: [Pieces; 2],
    /// Particles before a family name, in one name of eight; perhaps none.
    pub particles: Pieces,
    /// What persons have beside given and family name.
    pub middle: Middle,
}

/// Pieces apart by spaces, each in Latin letters and after a slash in the region's own script; `_`
/// stands for a space within one.
pub type Pieces = &'static str;

/// One piece in Latin letters and in the region's own script, or empty.
#[must_use]
pub fn piece(pieces: Pieces, place: usize) -> (String, String) {
    let found = pieces.split(' ').nth(place).unwrap_or_default();
    let (latin, native) = found.split_once('/').unwrap_or((found, ""));
    (latin.replace('_', " "), native.replace('_', " "))
}

/// What stands between given and family name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Middle {
    /// Nothing.
    None,
    /// Sometimes a second given name.
    Given,
    /// The father's name with an East Slavic end.
    Patronymic,
    /// A second family name after the first.
    Family,
}

/// The regions; their shares add up to 100.
pub const REGIONS: &[Region] = &[
    Region {
        country: "NL",
        share: 18,
        given: [
            "Jan Pieter Willem Joris Bram Sander Thijs Ruben Koen Maarten",
            "Anna Sanne Femke Lotte Marieke Ilse Griet Noor Katrijn",
        ],
        family: [
            "Moor Wester Hoog Linden Brug Zand Kamp Vlier Does Rietv Heuv Krab Stok Wolf Ber Over",
            "mans stra huis veld bergen ink aert dijk kens elaar gat sen ekom broek",
        ],
        particles: "van van_der de",
        middle: Middle::Given,
    },
    Region {
        country: "DE",
        share: 12,
        given: [
            "Jürgen Klaus Günther Stefan Björn Matthias Lukas Jörg Uwe",
            "Ursula Käthe Sabine Anke Heike Bärbel Jutta",
        ],
        family: [
            "Müll Schön Grün Köh Roth Stein Kess Bräu Weiß Hart Lüd Wend Fisch Brand",
            "er mann ler bach hoff berger wald ecke ing holz straße schmidt",
        ],
        particles: "von",
        middle: Middle::Given,
    },
    Region {
        country: "RU",
        share: 20,
        given: [
            "Aleksandr/Александр Sergey/Сергей Dmitriy/Дмитрий Andrey/Андрей Yuriy/Юрий Mikhail/Михаил Yevgeniy/Евгений Pavel/Павел Fyodor/Фёдор",
            "Yelena/Елена Natalya/Наталья Tatyana/Татьяна Yuliya/Юлия Svetlana/Светлана Oksana/Оксана Lyudmila/Людмила",
        ],
        family: [
            "Shcheg/Щег Khrap/Храп Zhur/Жур Tsvet/Цвет Bor/Бор Yakush/Якуш Grib/Гриб Kuz/Куз Medv/Медв Chern/Черн Ladozh/Ладож Osok/Осок Ryab/Ряб Vesel/Весел Lap/Лап Dubr/Дубр",
            "ov/ов in/ин ev/ев enko/енко anov/анов ovskiy/овский ikhin/ихин ulin/улин akov/аков chuk/чук yev/ьев nikov/ников",
        ],
        particles: "",
        middle: Middle::Patronymic,
    },
    Region {
        country: "SY",
        share: 18,
        given: [
            "Muhammad/محمد Ahmad/أحمد Ali/علي Hasan/حسن Khalid/خالد Yusuf/يوسف Mahmud/محمود Tariq/طارق Abdul_Rahman/عبد_الرحمن Walid/وليد",
            "Fatima/فاطمة Maryam/مريم Zaynab/زينب Layla/ليلى Salma/سلمى Huda/هدى",
        ],
        family: [
            "Has/حس Qar/قر Mus/مس Zub/زب Sham/شم Nas/نص Dar/در Khat/خط Rub/رب Bak/بك Jund/جند Tab/طب Samr/سمر Fahd/فهد",
            "awi/اوي ani/اني iri/يري ubi/وبي ali/الي iya/ية ari/اري adi/ادي uni/وني aqi/اقي ami/امي",
        ],
        particles: "al bin Abu",
        middle: Middle::Given,
    },
    Region {
        country: "CO",
        share: 14,
        given: [
            "José Juan Luis Carlos Jorge Andrés Miguel Óscar Iván",
            "María Ana Luz Carmen Sofía Inés Lucía",
        ],
        family: [
            "Mont Castr Val Ber Quint Sal Cord Esp Agu Pal Rob Zam Ov Ib",
            "oya illo enzuela rudez ero azar oba inosa irre acios ledo ora áñez",
        ],
        particles: "de_la de",
        middle: Middle::Family,
    },
    Region {
        country: "TR",
        share: 8,
        given: [
            "Mehmet Mustafa Hüseyin İbrahim Çağlar Orhan Tolga Yiğit",
            "Ayşe Emine Gülşen Zeynep Özlem",
        ],
        family: [
            "Yıl Kara Öz Demir Ak Gün Şim Taş Kılıç Boz",
            "dağ türk oğlu kan soy er baş çelik han",
        ],
        particles: "",
        middle: Middle::None,
    },
    Region {
        country: "KR",
        share: 2,
        given: [
            "Min-ho/민호 Sang-hun/상훈 Ji-won/지원 Dong-uk/동욱 Tae-gyu/태규 Jun-seo/준서",
            "Eun-ji/은지 Su-bin/수빈 Hye-rin/혜린 Mi-gyeong/미경",
        ],
        family: [
            "Kim/김 Park/박 Lee/이 Choi/최 Jung/정 Kang/강 Yoon/윤 Bae/배 Nam/남 Shim/심",
            "",
        ],
        particles: "",
        middle: Middle::None,
    },
    Region {
        country: "NG",
        share: 8,
        given: [
            "Chidi Emeka Musa Tunde Ikenna Sani Femi",
            "Ngozi Amina Folake Adaeze Halima",
        ],
        family: [
            "Oke Ade Nwa Obi Ola Eze Aki Uzo Igbo Dan",
            "chukwu wale nkwo yemi dele kere tunde biyi juma goke",
        ],
        particles: "",
        middle: Middle::Given,
    },
];
