//! Turkey, Greece and Cyprus, Albania and Kosovo, Georgia.
//!
//! Uses nothing. Written for this project, as all of `parts`.

use super::Middle;
use super::Names;
use super::Region;

const TURKISH_STARTS: &str = "Al Ay Bay Ber Bil Can Çağ Dur Er Gök Gül Gün Il İl Kay Kut Mer Nur Oğ On Or Öz San Sel Ser Son Şen Taş Tol Tun Tür Uğ Ul Um Ün Yal Yaz Yıl";
/// Turkish.
pub(super) const TURKISH: Region = Region {
    countries: "TR TR TR TR CY",
    share: 5,
    men: Names {
        common: "Mehmet//Memo Mustafa//Mıstık Ahmet Ali Hüseyin Hasan İbrahim//İbo İsmail Osman Yusuf Murat Ömer Ramazan Halil Süleyman//Sülo Abdullah//Apo Mahmut Recep Salih Fatih Kadir Emre Hakan Adem Kemal Yaşar Bekir Musa Metin Orhan Serkan Burak Bayram Cemal Şükrü Erkan Ercan Hamza Yunus Muhammed Mehmet_Ali Yılmaz Cengiz Volkan Onur Uğur Tolga Özgür Veysel Selim İlhan Gökhan Tuncay Çetin Engin Ferhat Barış Yiğit Çağlar Cem Turgut Levent Sinan Şahin Deniz Haydar Hıdır Azad Baran",
        percent: 84,
        flat: 20,
        made: [
            TURKISH_STARTS,
            "",
            "han kan can tekin alp berk men soy demir türk gün şat at tuğ taç er",
        ],
    },
    women: Names {
        common: "Fatma//Fatoş Ayşe//Ayşo Emine//Emoş Hatice//Hatçe Zeynep Elif Meryem Şerife Zehra Sultan Hanife Merve Havva Zeliha Esra Fadime Özlem Hacer Yasemin Melek Rabia Hülya Cemile Sevim Gülsüm Leyla Dilek Büşra Aysel Songül Kübra Halime Esma Aynur Hayriye Sevgi Gülşen Nuray Tuğba Derya Filiz Sibel Nermin Pınar Ebru Serpil Gamze Nurcan Asiye Döndü Güler Berfin Rojda",
        percent: 84,
        flat: 20,
        made: [
            TURKISH_STARTS,
            "",
            "nur gül can su ay şen han sel naz tan fer şah",
        ],
    },
    family: Names {
        common: "Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Özcan Çakır Erdoğan Can Acar Şen Aktaş Güler Yalçın Güneş Bozkurt Bulut Keskin Ünal Turan Gül Özer Işık Kaplan Avcı Sarı Tekin Taş Köse Yüksel Ateş Aksoy",
        percent: 27,
        flat: 10,
        made: [
            "Ak Al Alp Altın Arı At Ay Bağ Bal Bar Bas Bay Ber Boz Bük Cev Ceyl Çak Çam Çay Çın Dağ Dal Dem Der Dik Dur Ek El Er Ez Gök Gön Gür Gün Has Il İn İşl Kab Kal Kar Kay Kes Kır Kırm Koc Kork Köks Kuş Kuy Men Mut Od Oğ Ok Ol Or Öz Pek Pol Sağ San Sar Sev Sezg Soy Söğ Sun Süm Şek Tan Tar Taş Tek Ter Tok Top Tor Tun Tur Tut Uç Ul Us Uy Uz Ün Var Yağ Yan Yar Yaş Yaz Yel Yet Yıl Yur Yük Zengin",
            "al ar an ın ak ül ür em il ış ay",
            "dağ türk oğlu kan soy er baş çelik han taş alp gül can demir kaya doğan bulut ay ata tepe su tekin maz lı cı gil öz men oğulları bek bilek yurt göz pınar taş",
        ],
    },
    particles: "Hacı_ Kara",
    with_particle: 1,
    middle: Middle::Given(15),
    feminine: "",
    spellings: &[
        "ı/i *",
        "ş/sh ç/ch c/j ı/i ğ/gh İ/I *",
        "ü/ue ö/oe ş/sch ç/tsch c/dsch ı/i ğ/ İ/I *",
    ],
};

const GREEK_STARTS: &str = "Arist/Αριστ Anax/Αναξ Lys/Λυσ Kle/Κλε Them/Θεμ Phil/Φιλ Theo/Θεο Dem/Δημ Evth/Ευθ Chrys/Χρυσ Pol/Πολ Er/Ερ Iph/Ιφ Tim/Τιμ Xen/Ξεν Kal/Καλ Ag/Αγ Melp/Μελπ Per/Περ Ath/Αθ Zin/Ζην Ir/Ηρ";
/// Greek and Cypriot.
pub(super) const GREEK: Region = Region {
    countries: "GR GR GR CY",
    share: 2,
    men: Names {
        common: "Georgios/Γεώργιος/Giorgos Ioannis/Ιωάννης/Giannis Konstantinos/Κωνσταντίνος/Kostas Dimitrios/Δημήτριος/Mitsos Nikolaos/Νικόλαος/Nikos Panagiotis/Παναγιώτης/Panos Vasileios/Βασίλειος/Vasilis Christos/Χρήστος Athanasios/Αθανάσιος/Thanasis Michail/Μιχαήλ/Michalis Evangelos/Ευάγγελος/Vangelis Spyridon/Σπυρίδων/Spyros Antonios/Αντώνιος/Antonis Anastasios/Αναστάσιος/Tasos Theodoros/Θεόδωρος/Thodoris Andreas/Ανδρέας Charalampos/Χαράλαμπος/Babis Alexandros/Αλέξανδρος/Alekos Emmanouil/Εμμανουήλ/Manolis Ilias/Ηλίας Stavros/Σταύρος Petros/Πέτρος Sotirios/Σωτήριος/Sotiris Stylianos/Στυλιανός/Stelios Eleftherios/Ελευθέριος/Lefteris Apostolos/Απόστολος/Tolis Filippos/Φίλιππος Dionysios/Διονύσιος/Nionios Grigorios/Γρηγόριος/Grigoris Angelos/Άγγελος Stefanos/Στέφανος Efstathios/Ευστάθιος/Stathis Pavlos/Παύλος Paraskevas/Παρασκευάς/Paris Aristeidis/Αριστείδης/Aris Leonidas/Λεωνίδας Fotios/Φώτιος/Fotis Kyriakos/Κυριάκος Loukas/Λουκάς Achilleas/Αχιλλέας",
        percent: 94,
        flat: 6,
        made: [
            GREEK_STARTS,
            "",
            "okratis/οκράτης oklis/οκλής andros/ανδρος idas/ίδας onas/ωνας ippos/ιππος ostratos/όστρατος omenis/ομένης",
        ],
    },
    women: Names {
        common: "Maria/Μαρία/Maro Eleni/Ελένη/Lena Aikaterini/Αικατερίνη/Katerina Vasiliki/Βασιλική/Vaso Sofia/Σοφία Angeliki/Αγγελική/Kiki Georgia/Γεωργία/Gogo Dimitra/Δήμητρα/Mimi Konstantina/Κωνσταντίνα/Dina Paraskevi/Παρασκευή/Voula Anna/Άννα Ioanna/Ιωάννα Evangelia/Ευαγγελία/Litsa Kalliopi/Καλλιόπη/Popi Panagiota/Παναγιώτα/Giota Eirini/Ειρήνη/Rena Anastasia/Αναστασία/Natasa Christina/Χριστίνα Athina/Αθηνά Despoina/Δέσποινα Alexandra/Αλεξάνδρα Foteini/Φωτεινή Kyriaki/Κυριακή/Koula Stavroula/Σταυρούλα/Voula Niki/Νίκη Theodora/Θεοδώρα/Dora Chrysoula/Χρυσούλα Olga/Όλγα Marina/Μαρίνα Varvara/Βαρβάρα Evgenia/Ευγενία Magdalini/Μαγδαληνή/Magda Zoi/Ζωή Styliani/Στυλιανή/Stella",
        percent: 94,
        flat: 6,
        made: [
            GREEK_STARTS,
            "",
            "itsa/ίτσα oula/ούλα ini/ίνη andra/άνδρα omachi/ομάχη iani/ιανή onia/ωνία",
        ],
    },
    family: Names {
        common: "Papadopoulos/Παπαδόπουλος Pappas/Παππάς Karagiannis/Καραγιάννης Vlachos/Βλάχος Ioannidis/Ιωαννίδης Oikonomou/Οικονόμου Papageorgiou/Παπαγεωργίου Makris/Μακρής Konstantinidis/Κωνσταντινίδης Dimopoulos/Δημόπουλος Georgiou/Γεωργίου Antoniou/Αντωνίου Nikolaidis/Νικολαΐδης Christodoulou/Χριστοδούλου Georgiadis/Γεωργιάδης Angelopoulos/Αγγελόπουλος Samaras/Σαμαράς Alexiou/Αλεξίου Katsaros/Κατσαρός Galanis/Γαλάνης Arvanitis/Αρβανίτης Panagopoulos/Παναγόπουλος Athanasiou/Αθανασίου Kyriakou/Κυριάκου",
        percent: 13,
        flat: 7,
        made: [
            "Ag/Αγ Al/Αλ Anagn/Αναγν Andr/Ανδρ Ang/Αγγ Apost/Αποστ Var/Βαρ Vas/Βασ Gal/Γαλ Gian/Γιαν Grig/Γρηγ Del/Δελ Diam/Διαμ Drak/Δρακ Zach/Ζαχ Zerv/Ζερβ Kal/Καλ Kan/Καν Kap/Καπ Kar/Καρ Karam/Καραμ Kats/Κατσ Kol/Κολ Kont/Κοντ Kor/Κορ Kots/Κοτσ Kour/Κουρ Lamp/Λαμπ Lyk/Λυκ Mal/Μαλ Mant/Μαντ Mar/Μαρ Mavr/Μαυρ Mich/Μιχ Moust/Μουστ Mpal/Μπαλ Mpak/Μπακ Xanth/Ξανθ Pal/Παλ Pan/Παν Papad/Παπαδ Papan/Παπαν Par/Παρ Pat/Πατ Per/Περ Pol/Πολ Rig/Ρηγ Sar/Σαρ Sid/Σιδ Skour/Σκουρ Spyr/Σπυρ Stav/Σταυ Stam/Σταμ Tas/Τασ Theod/Θεοδ Tom/Τομ Tsak/Τσακ Tsol/Τσολ Fil/Φιλ Fot/Φωτ Chal/Χαλ Chatz/Χατζ Chron/Χρον Psar/Ψαρ",
            "ar/αρ an/αν or/ορ il/ιλ im/ιμ on/ον at/ατ al/αλ",
            "opoulos/όπουλος idis/ίδης akis/άκης as/άς atos/άτος akos/άκος os/ός elis/έλης oglou/όγλου oudis/ούδης iotis/ιώτης anis/άνης eas/έας akos/άκος oulis/ούλης inos/ινός itis/ίτης iadis/ιάδης",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::None,
    feminine: "opoulos/opoulou idis/idou akis/aki as/a os/ou is/i όπουλος/οπούλου ίδης/ίδου άκης/άκη άς/ά ός/ού ης/η ής/ή",
    spellings: &[
        "ou/u ch/h mp/b gg/ng y/i ph/f",
        "ou/oy ei/i oi/i ai/e f/ph",
        "os/os ch/kh y/i nt/d th/t g/y",
        "k/c f/ph i/y",
    ],
};

const ALBANIAN_STARTS: &str = "Ar Arb Bash Besn Bur Dur Er Fat Flam Flor Gaz Gen Hek Il Kresh Lul Luan Mer Nam Ol Pel Qer Rez Rin Sad Shp Sok Tan Ver Xhem Zen";
/// Albanian.
pub(super) const ALBANIAN: Region = Region {
    countries: "AL AL XK",
    share: 3,
    men: Names {
        common: "Arben//Beni Agim Artan//Tani Ilir Besnik//Niku Bashkim Fatmir//Miri Gëzim Luan Petrit Skënder Sokol Shpëtim Dritan Edmond//Mondi Ardian Genti Altin Kujtim Astrit Bujar Flamur Xhevdet Hysen Ismail Naim Arjan Lulzim//Zimi Blerim Florian Ermal Erion Klodian Besim Ramadan Haxhi Muhamet Mentor Valon Visar Driton Liridon Arton Korab Burim Faton Shkëlzen Lirim Avni Alban Endrit Elton Redon Kreshnik Roland Viktor Pjetër Gjergj Mark Zef",
        percent: 82,
        flat: 18,
        made: [
            ALBANIAN_STARTS,
            "",
            "im ian it on or ind end an il esh am ush atim ard",
        ],
    },
    women: Names {
        common: "Maria//Mara Fatmire//Mira Vjollca Drita Liri Valbona Mimoza//Moza Teuta Shpresa Lindita Elira Aferdita Luljeta//Leta Zamira Blerta Arta Albana Ermira Merita Majlinda Elona Besa Rudina Anila Alma Adelina Donika Flutura Fitore Hatixhe Kaltrina Lule Manushaqe Nora Qëndresa Rozafa Sanije Suela Violeta Xhevahire Zana",
        percent: 82,
        flat: 18,
        made: [
            ALBANIAN_STARTS,
            "",
            "ime iana ita ona ore inda endina ana ile eta ushe arda",
        ],
    },
    family: Names {
        common: "Hoxha Shehu Prifti Krasniqi Gashi Berisha Morina Shala Dervishi Hysi Leka Çela Kola Gjoka Marku Bajrami Hasani Rexhepi Kelmendi Bytyqi Thaçi Hyseni Kastrati Zeqiri Osmani Aliu Sinani Basha Toska Kodra Lleshi Meta Muça Ndreca Gjini",
        percent: 34,
        flat: 7,
        made: [
            "Ad Ag Al Ar Asl Bac Bal Bar Beq Bis Brah Bus Cak Çel Dac Dal Dem Dib Dod Dul Elez Fej Fer Fran Gac Gash Gec Gjel Gjok Hal Has Hyk Ib Is Jah Jak Kab Kad Kam Kap Kas Kol Kraj Kryez Kuk Lac Lam Lik Lul Mal Mar Mehm Mem Mes Muk Muh Mus Nim Nuh Ndok Ol Os Paj Pal Pec Per Pjet Pren Qos Rad Ram Rex Rust Sad Sal Sel Sht Sken Sul Tah Tom Top Tus Uk Ver Vog Vuk Xha Xhem Zeq Zog Zyk",
            "im ol ar an il az or ash ub et",
            "aj i a u ku ani iqi oshi ollari aku ati etaj ushi isha eni ini ori ari era allari",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::None,
    feminine: "",
    spellings: &["xh/j q/k *", "ë/e q/ch xh/dz gj/g sh/s y/u", "ç/ch q/q xh/x ë/"],
};

const GEORGIAN_STARTS: &str = "Ab/აბ Av/ავ Ak/აკ Al/ალ And/ანდ Bag/ბაგ Bar/ბარ Ber/ბერ Bol/ბოლ Chav/ჭავ Chik/ჩიკ Dav/დავ Dol/დოლ Dzag/ძაგ Gab/გაბ Gag/გაგ Gel/გელ Gig/გიგ Gog/გოგ Gur/გურ Gvar/გვარ Iak/იაკ Ios/იოს Kak/კაკ Kap/კაპ Kav/კავ Khar/ხარ Khur/ხურ Kip/კიპ Kobal/კობალ Kvar/კვარ Lab/ლაბ Lek/ლეკ Lom/ლომ Mach/მაჭ Mak/მაკ Mam/მამ Mel/მელ Mik/მიქ Nad/ნად Nak/ნაკ Nik/ნიკ Od/ოდ Ok/ოქ Pap/პაპ Pat/პატ Pir/ფირ Rob/რობ Sam/სამ Shal/შალ Shar/შარ Shen/შენ Sik/სიხ Tab/ტაბ Tal/თალ Tav/თავ Tsik/ციკ Tsul/წულ Var/ვარ Zak/ზაქ Zar/ზარ Zhv/ჟვ";
/// Georgian.
pub(super) const GEORGIAN: Region = Region {
    countries: "GE",
    share: 2,
    men: Names {
        common: "Giorgi/გიორგი/Gio Davit/დავით/Dato Levan/ლევან/Leo Nikoloz/ნიკოლოზ/Nika Zurab/ზურაბ/Zura Irakli/ირაკლი/Ika Mamuka/მამუკა Giga/გიგა Tamaz/თამაზ/Tazo Luka/ლუკა Aleksandre/ალექსანდრე/Sandro Avtandil/ავთანდილ/Avto Gocha/გოჩა Merab/მერაბ Nodar/ნოდარ Otar/ოთარ/Oto Vakhtang/ვახტანგ/Vakho Shota/შოთა Besik/ბესიკ/Beso Paata/პაატა Guram/გურამ Malkhaz/მალხაზ/Malkho Mikheil/მიხეილ/Misho Lasha/ლაშა Temur/თემურ Zaza/ზაზა Kakha/კახა Koba/კობა Ramaz/რამაზ Teimuraz/თეიმურაზ/Temo Jemal/ჯემალ Gela/გელა Tornike/თორნიკე/Toko Archil/არჩილ Revaz/რევაზ/Rezo Valeri/ვალერი Saba/საბა Sergo/სერგო Vazha/ვაჟა Omar/ომარ Badri/ბადრი Amiran/ამირან",
        percent: 94,
        flat: 10,
        made: [
            "Al/ალ Am/ამ Bar/ბარ Dem/დემ El/ელ Gur/გურ Ir/ირ Kon/კონ Mer/მერ Rom/რომ Sim/სიმ Tar/თარ Ush/უშ Var/ვარ",
            "",
            "an/ან uri/ური az/აზ eti/ეტი iko/იკო eri/ერი oni/ონი",
        ],
    },
    women: Names {
        common: "Nino/ნინო/Ninutsa Mariam/მარიამ/Maka Tamar/თამარ/Tako Ana/ანა/Anuki Natia/ნათია Ketevan/ქეთევან/Keti Nana/ნანა Maia/მაია Eka/ეკა Lela/ლელა Manana/მანანა Lali/ლალი Marina/მარინა Natela/ნათელა Khatuna/ხათუნა Salome/სალომე/Sali Teona/თეონა Elene/ელენე/Elo Irma/ირმა Nestan/ნესტან Tinatin/თინათინ/Tiko Sopio/სოფიო/Sopo Gvantsa/გვანცა Eteri/ეთერი Nargiza/ნარგიზა Dali/დალი Tea/თეა Inga/ინგა Nato/ნატო Rusudan/რუსუდან/Rusa",
        percent: 94,
        flat: 10,
        made: [
            "Al/ალ Am/ამ Dar/დარ El/ელ Gul/გულ Ir/ირ Lam/ლამ Med/მედ Mz/მზ Nan/ნან Tsis/ცის Ver/ვერ",
            "",
            "ia/ია eja/ეჯა ana/ანა iko/იკო ori/ორი ela/ელა",
        ],
    },
    family: Names {
        common: "Beridze/ბერიძე Kapanadze/კაპანაძე Gelashvili/გელაშვილი Maisuradze/მაისურაძე Giorgadze/გიორგაძე Lomidze/ლომიძე Tsiklauri/წიკლაური Bolkvadze/ბოლქვაძე Kvaratskhelia/კვარაცხელია Mamedovi/მამედოვი Nozadze/ნოზაძე Khutsishvili/ხუციშვილი Tabatadze/ტაბატაძე Meladze/მელაძე Abashidze/აბაშიძე Diasamidze/დიასამიძე Shengelia/შენგელია Jikia/ჯიქია",
        percent: 10,
        flat: 8,
        made: [
            GEORGIAN_STARTS,
            "el/ელ an/ან ar/არ in/ინ ur/ურ al/ალ ob/ობ as/ას",
            "adze/აძე ashvili/აშვილი idze/იძე ishvili/იშვილი ia/ია ava/ავა uri/ური iani/იანი ua/უა eli/ელი aia/აია auri/აური",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::None,
    feminine: "",
    spellings: &[
        "dz/z ts/c kh/h",
        "i/y v/w sh/sch",
        "kh/x q/k zh/j",
        "ts/tz j/dzh ch/tch",
    ],
};
