//! Arabic in the east and in the Maghreb, Iran and Afghanistan, Hebrew.
//!
//! Uses nothing. Written for this project, as all of `parts`.

use super::Middle;
use super::Names;
use super::Region;

const ARABIC_SERVANTS: &str = "Abd_al-/عبد_ال Abdul_/عبد_ال";
const ARABIC_ATTRIBUTES: &str = "Rahman/رحمن Karim/كريم Aziz/عزيز Qadir/قادر Salam/سلام Malik/ملك Hamid/حميد Wahab/وهاب Jabbar/جبار Razzaq/رزاق Latif/لطيف Majid/مجيد Nasir/ناصر Hadi/هادي Ghani/غني Hakim/حكيم Ghafur/غفور Fattah/فتاح Wahid/واحد Basit/باسط Samad/صمد Mumin/مؤمن Sattar/ستار Mun'im/منعم Rauf/رؤوف Halim/حليم Shakur/شكور Qawi/قوي Haqq/حق";
const ARABIC_INNER: &str = "an/ان ir/ير ul/ول am/ام as/اس ub/وب ad/اد il/يل";
const ARABIC_WOMEN_STARTS: &str = "Ba/با Da/دا Fa/فا Ha/ها Ja/جا Ka/كا La/لا Ma/ما Na/نا Ra/را Sa/سا Wa/وا Za/زا Ru/رو Nu/نو Su/سو Hu/هو Ju/جو Ri/ري Di/دي";
const ARABIC_FAMILIES: &str = "Has/حس Qar/قر Mus/مس Zub/زب Sham/شم Nas/نص Dar/در Khat/خط Rub/رب Bak/بك Jund/جند Tab/طب Samr/سمر Fahd/فهد Abd/عبد Ajl/عجل Akk/عك Alw/علو Amr/عمر Ans/أنص Atr/أتر Az/عز Badr/بدر Bal/بل Bar/بر Bay/بي Bust/بست Dabb/دب Dagh/دغ Dall/دل Dib/ديب Fakh/فخ Far/فر Gharb/غرب Ghaz/غز Habb/حب Hadd/حد Haf/حف Haj/حج Hall/حل Ham/حم Hars/حرس Hind/هند Hur/حر Idr/إدر Jab/جب Jaf/جف Jam/جم Jarr/جر Jaw/جو Kas/كس Kath/كث Kaw/كو Khal/خل Khay/خي Kurd/كرد Lab/لب Madh/مده Mak/مك Mal/مل Mans/منص Mar/مر Masr/مصر Matr/مطر Mawl/مول Mul/مل Naj/نج Nam/نم Nim/نم Nuw/نو Qab/قب Qad/قد Qas/قص Qat/قط Rag/رغ Rash/رش Rif/رف Sab/سب Sal/سل Sarr/صر Saw/صو Say/صي Shah/شه Shar/شر Suw/سو Tall/تل Tam/تم Tur/تر Wah/وه Yam/يم Zah/زه Zar/زر Zayd/زيد";
/// Arabic of Syria, Iraq, Lebanon, Egypt and the peninsula, as English spells it.
pub(super) const ARABIC: Region = Region {
    countries: "SY SY SY IQ IQ IQ EG EG LB JO PS YE SD",
    share: 6,
    men: Names {
        common: "Muhammad/محمد/Hamada Ahmad/أحمد Ali/علي/Alawi Hasan/حسن Husayn/حسين Mahmud/محمود Khalid/خالد Ibrahim/إبراهيم Yusuf/يوسف Umar/عمر Mustafa/مصطفى Abdullah/عبد_الله/Abboud Abdul_Rahman/عبد_الرحمن/Abboud Hussein/حسين Said/سعيد Salim/سالم Saleh/صالح Tariq/طارق Walid/وليد Ismail/إسماعيل Jamal/جمال Samir/سمير Nasir/ناصر Hamza/حمزة Karim/كريم Adnan/عدنان Majid/ماجد Abbas/عباس Haydar/حيدر Bilal/بلال Faysal/فيصل Ziyad/زياد Basim/باسم Ayman/أيمن Hisham/هشام Jasim/جاسم Kamal/كمال Imad/عماد Raed/رائد Qasim/قاسم Murtada/مرتضى Mahdi/مهدي Sami/سامي Yasin/ياسين Bashar/بشار Ghassan/غسان Marwan/مروان Nabil/نبيل Fadi/فادي Munir/منير Riyad/رياض Shadi/شادي Muhannad/مهند Laith/ليث Anas/أنس Usama/أسامة Isam/عصام Amir/أمير Sulayman/سليمان Dawud/داود Musa/موسى Isa/عيسى Elias/إلياس George/جورج Hatim/حاتم Luay/لؤي Qusay/قصي",
        percent: 90,
        flat: 2,
        made: [ARABIC_SERVANTS, "", ARABIC_ATTRIBUTES],
    },
    women: Names {
        common: "Fatima/فاطمة/Fatoum Maryam/مريم/Mimi Zaynab/زينب/Zozo Aisha/عائشة Khadija/خديجة Layla/ليلى Salma/سلمى Huda/هدى Amina/أمينة Hanan/حنان Samira/سميرة Nur/نور Rania/رانيا Iman/إيمان Sara/سارة Rana/رنا Amal/أمل Nadia/نادية Sanaa/سناء Suad/سعاد Noura/نورة Manal/منال Muna/منى Wafa/وفاء Hala/هالة Ghada/غادة Rim/ريم Dina/دينا Abir/عبير Asma/أسماء Safa/صفاء Zahra/زهراء Hiba/هبة Rasha/رشا Lina/لينا Maha/مها Dunya/دنيا Nisrin/نسرين Shayma/شيماء Farah/فرح Ruqayya/رقية Umm_Kulthum/أم_كلثوم Hajar/هاجر Yasmin/ياسمين Duaa/دعاء Israa/إسراء",
        percent: 88,
        flat: 4,
        made: [
            ARABIC_WOMEN_STARTS,
            "",
            "diya/دية sila/سلة mila/ملة nisa/نسة hira/هرة ziya/زية lina/لنة riya/رية yida/يدة fiqa/فقة biha/بحة mina/منة wiya/وية jida/جدة riza/رزة",
        ],
    },
    family: Names {
        common: "al-Ahmad/الأحمد al-Hasan/الحسن al-Ali/العلي al-Muhammad/المحمد Hussein/حسين Ibrahim/إبراهيم Khalil/خليل al-Jabouri/الجبوري Haddad/حداد al-Khatib/الخطيب Mansour/منصور Saleh/صالح al-Husseini/الحسيني Abbas/عباس Hamdan/حمدان Darwish/درويش al-Dulaimi/الدليمي Najjar/نجار al-Masri/المصري Othman/عثمان al-Obeidi/العبيدي Issa/عيسى Salman/سلمان al-Tamimi/التميمي Khoury/خوري al-Saadi/السعدي Suleiman/سليمان al-Zubaidi/الزبيدي Shaheen/شاهين Nasser/ناصر Hamad/حمد al-Shammari/الشمري Awad/عوض Kassem/قاسم al-Sayed/السيد",
        percent: 25,
        flat: 9,
        made: [
            ARABIC_FAMILIES,
            ARABIC_INNER,
            "awi/اوي ani/اني iri/يري ubi/وبي ali/الي iya/ية ari/اري adi/ادي uni/وني aqi/اقي ami/امي a/ا i/ي an/ان ar/ار ush/وش iti/يتي asi/اسي aji/اجي ati/اتي ud/ود",
        ],
    },
    particles: "al-/ال Abu_/أبو_ bin_/بن_ el_/ال",
    with_particle: 30,
    middle: Middle::Father(45),
    feminine: "",
    spellings: &[
        "mm/m uh/oh u/o ay/ei i/i al-/el_ iy/y",
        "kh/h q/k dh/d gh/g th/t aa/a y/i al-/al_",
        "u/ou sh/ch j/dj w/ou al-/el_ i/i kh/kh",
        "uh/o ay/ai usayn/ossein ass/asse sh/sch j/dsch kh/ch w/w z/s al-/al",
        "q/g uha/oha aw/ou al-/Al_ h/h",
        "al-/ mm/m ss/s dd/d q/k",
    ],
};

/// Arabic and Berber of the Maghreb, as French spells it.
pub(super) const MAGHREB: Region = Region {
    countries: "MA MA MA DZ DZ TN LY",
    share: 4,
    men: Names {
        common: "Mohamed/محمد/Momo Ahmed/أحمد/Hmida Rachid/رشيد Youssef/يوسف/Youss Abdelkader/عبد_القادر/Kader Mustapha/مصطفى Karim/كريم Said/سعيد Hassan/حسن Ali/علي/Allal Khalid/خالد Omar/عمر Brahim/إبراهيم Hamid/حميد Mehdi/مهدي Samir/سمير Nabil/نبيل Abdellah/عبد_الله Kamel/كمال Driss/إدريس Bilal/بلال Hicham/هشام Mourad/مراد Nordine/نور_الدين/Nono Ismaïl/إسماعيل Aziz/عزيز Abderrahmane/عبد_الرحمن/Abdou Amine/أمين Larbi/العربي Jamal/جمال Yassine/ياسين Anouar/أنور Soufiane/سفيان Redouane/رضوان Ayoub/أيوب Hakim/حكيم Tarek/طارق Walid/وليد Lahcen/الحسن Houcine/الحسين Abdelaziz/عبد_العزيز Miloud/ميلود Tahar/الطاهر Slimane/سليمان Zakaria/زكريا/Zak Oussama/أسامة Ilyas/إلياس Anass/أنس Hamza/حمزة Fouad/فؤاد Mounir/منير Badr/بدر Aymen/أيمن Messaoud/مسعود Moktar/مختار Sofiane/سفيان Salah/صلاح Nassim/نسيم Lyes/إلياس",
        percent: 90,
        flat: 3,
        made: [
            "Abdel/عبد_ال",
            "",
            "karim/كريم malek/مالك hak/حق hamid/حميد latif/لطيف ghani/غني majid/مجيد wahab/وهاب jalil/جليل hafid/حفيظ fettah/فتاح ilah/إله moumen/مؤمن ouahed/واحد basset/باسط ali/علي slam/سلام krim/كريم rahim/رحيم nacer/ناصر",
        ],
    },
    women: Names {
        common: "Fatima/فاطمة/Fati Khadija/خديجة/Khadouj Aicha/عائشة/Aichouch Fatima_Zahra/فاطمة_الزهراء/Fati Naima/نعيمة Rachida/رشيدة Malika/مليكة Zohra/زهرة Samira/سميرة Karima/كريمة Nadia/نادية Hafida/حفيظة Latifa/لطيفة Saida/سعيدة Mina/مينة Amina/أمينة Hanane/حنان Souad/سعاد Zineb/زينب Meryem/مريم Sara/سارة Salma/سلمى Jamila/جميلة Houria/حورية Yamina/يمينة Halima/حليمة Kheira/خيرة Leïla/ليلى Asmae/أسماء Imane/إيمان Ghizlane/غزلان Nawal/نوال Ikram/إكرام Siham/سهام Loubna/لبنى Touria/ثريا Ouarda/وردة Djamila/جميلة Faïza/فائزة Wafa/وفاء Hasna/حسناء",
        percent: 90,
        flat: 4,
        made: [
            ARABIC_WOMEN_STARTS,
            "",
            "dia/دية ssila/سلة mila/ملة nissa/نسة hira/هرة zia/زية lina/لنة ria/رية yda/يدة fika/فقة biha/بحة ouia/وية",
        ],
    },
    family: Names {
        common: "Alaoui/العلوي El_Idrissi/الإدريسي Benali/بن_علي Saidi/سعيدي Mansouri/منصوري Amrani/عمراني Bouzid/بوزيد El_Amrani/العمراني Haddad/حداد Belkacem/بلقاسم Cherif/شريف Slimani/سليماني Bennani/بناني Rahmani/رحماني Brahimi/إبراهيمي El_Fassi/الفاسي Chaoui/الشاوي Tahiri/طاهري Belaïd/بلعيد Zerrouki/زروقي Hamdi/حمدي Trabelsi/طرابلسي Ziani/زياني Benamar/بن_عمار Khelifi/خليفي Jelassi/جلاصي Daoudi/داودي Filali/فيلالي Ouali/والي",
        percent: 12,
        flat: 8,
        made: [
            "Ab/عب Aj/أج Am/عم Ar/عر Ath/عث Az/عز Bad/بد Bak/بك Bel/بل Benab/بن_عب Bend/بن_د Benh/بن_ح Benm/بن_م Beny/بن_ي Ber/بر Bouch/بوش Boud/بود Bouk/بوك Boul/بول Bour/بور Bout/بوت Chab/شب Chaf/شف Char/شر Daf/دف Dah/دح Djab/جب Djel/جل Fak/فك Far/فر Gherb/غرب Guer/قر Had/حد Haj/حج Ham/حم Har/حر Has/حس Jab/جب Jeb/جب Kab/قب Kad/قد Kas/قس Ker/كر Khad/خض Khat/خط Lah/لح Lam/لم Laz/لز Maz/مز Meb/مب Mel/مل Mer/مر Mes/مس Mok/مك Mout/موت Nas/نص Oub/أوب Oul/أول Oum/أوم Rab/رب Ras/رس Sab/صب Sad/سد Sam/سم Seb/سب Tab/طب Tal/طل Taz/تز Touh/توح Yac/يس Zah/زه Zem/زم Zer/زر Zou/زو",
            "ad/اد am/ام ar/ار il/يل ou/و ass/اس ab/اب ek/ك",
            "aoui/اوي ani/اني iri/يري oubi/وبي ali/الي ia/ية ari/اري adi/ادي ouni/وني aki/اقي ami/امي i/ي ane/ان ar/ار ouch/وش iti/يتي assi/اسي out/وت our/ور im/يم ech/ش",
        ],
    },
    particles: "El_/ال Ben_/بن_ Aït_/آيت_",
    with_particle: 28,
    middle: Middle::Given(20),
    feminine: "",
    spellings: &[
        "ou/u ch/sh k/q ï/i dj/j",
        "ss/s ou/o dj/j h/h med/mmed ï/i",
        "dj/j rr/r ll/l ff/f nn/n",
        "ou/w k/c ph/f y/i El_/El",
        "oha/uha med/mmad achi/ashi youss/yus ou/u",
    ],
};

const PERSIAN_STARTS: &str = "Ard/ارد Ary/آری Bar/بر Beh/به Dar/دار Far/فر Goshn/گشن Hom/هم Jah/جه Kam/کام Kay/کی Khor/خور Mah/مه Meh/مه Nar/نر Par/پر Pey/پی Rad/راد Ram/رام Sep/سپ Shah/شاه Shir/شیر Tah/ته Yaz/یز";
/// Persian, Dari and Azeri of Iran and Afghanistan.
pub(super) const PERSIAN: Region = Region {
    countries: "IR IR AF AF AF",
    share: 2,
    men: Names {
        common: "Mohammad/محمد/Mamad Ali/علی Hossein/حسین Mehdi/مهدی Hassan/حسن Reza/رضا Ahmad/احمد Amir/امیر Abbas/عباس Javad/جواد Saeed/سعید Hamid/حمید Majid/مجید Ebrahim/ابراهیم/Ebi Mostafa/مصطفی Mahmoud/محمود Rahim/رحیم Karim/کریم Ghulam/غلام Najibullah/نجیب_الله/Najib Abdul/عبدل Habibullah/حبیب_الله/Habib Nasir/ناصر Farhad/فرهاد Behzad/بهزاد Behrouz/بهروز Siavash/سیاوش Kaveh/کاوه Arash/آرش Dariush/داریوش/Dara Bahram/بهرام Kamran/کامران/Kami Babak/بابک Omid/امید Navid/نوید Mohsen/محسن Vahid/وحید Masoud/مسعود Gholamreza/غلامرضا Alireza/علیرضا Mohammad_Reza/محمدرضا Zabihullah/ذبیح_الله Rahmatullah/رحمت_الله/Rahmat Sher/شیر Jawid/جاوید Parviz/پرویز Iraj/ایرج Yaghoub/یعقوب Davoud/داوود Esmail/اسماعیل Ramin/رامین Shahram/شهرام",
        percent: 86,
        flat: 8,
        made: [
            PERSIAN_STARTS,
            "",
            "zad/زاد mand/مند dad/داد yar/یار van/وان shid/شید rang/رنگ far/فر shad/شاد ollah/الله bod/بد nam/نام din/دین jan/جان",
        ],
    },
    women: Names {
        common: "Fatemeh/فاطمه/Fati Zahra/زهرا/Zari Maryam/مریم/Mari Masoumeh/معصومه Zeinab/زینب Leila/لیلا Sakineh/سکینه Sara/سارا Narges/نرگس Somayeh/سمیه Mina/مینا Nasrin/نسرین Shirin/شیرین Parvin/پروین Farideh/فریده/Fari Roya/رویا Mahnaz/مهناز Elham/الهام Azadeh/آزاده Nilufar/نیلوفر Parisa/پریسا Ziba/زیبا Khadijeh/خدیجه Fereshteh/فرشته Shahnaz/شهناز Soraya/ثریا Mahsa/مهسا Bibi/بی_بی Gulalai/گلالی Freshta/فرشته Marzia/مرضیه Shabnam/شبنم Yasaman/یاسمن Tahereh/طاهره",
        percent: 84,
        flat: 8,
        made: [
            PERSIAN_STARTS,
            "",
            "naz/ناز dokht/دخت bano/بانو gol/گل rokh/رخ afarin/آفرین nush/نوش meh/مه zia/زیا angiz/انگیز",
        ],
    },
    family: Names {
        common: "Mohammadi/محمدی Hosseini/حسینی Ahmadi/احمدی Karimi/کریمی Rezaei/رضایی Moradi/مرادی Jafari/جعفری Mousavi/موسوی Rahimi/رحیمی Hashemi/هاشمی Rostami/رستمی Ghasemi/قاسمی Heidari/حیدری Sadeghi/صادقی Akbari/اکبری Amini/امینی Noori/نوری Haidari/حیدری Azizi/عزیزی Qaderi/قادری Sharifi/شریفی Rasooli/رسولی Yousefi/یوسفی Bagheri/باقری Ebrahimi/ابراهیمی Salehi/صالحی Nazari/نظری Safi/صافی Stanekzai/ستانکزی Ahmadzai/احمدزی",
        percent: 26,
        flat: 5,
        made: [
            "Ab/آب Af/اف Agh/آق Akh/اخ Al/آل Am/ام Ar/ار Ash/اش At/ات Az/آذ Bab/باب Bah/به Bar/بر Bay/بی Chang/چنگ Dad/داد Dan/دان Dar/در Dehgh/دهق Del/دل Ebad/عباد Es/اس Esh/عش Fal/فل Far/فر Faz/فض Gol/گل Haj/حاج Hak/حک Ham/هم Hod/هد Jab/جب Jam/جم Jav/جو Kab/کب Kam/کم Kar/کار Kav/کاو Khal/خل Khan/خان Khor/خر Kior/کیو Lor/لر Mah/مه Mal/مل Man/من Mas/مس Maz/مز Mir/میر Mok/مخ Mor/مر Nad/ند Nar/نر Nas/نص Niaz/نیاز Nik/نیک Ol/اول Ow/او Pahl/پهل Pak/پاک Pan/پن Par/پر Pour/پور Raj/رج Ram/رم Rav/رو Riah/ریاح Sab/صب Sal/سل Sar/سر Sed/صد Shah/شاه Shar/شر Shir/شیر Sob/صب Soh/سه Tab/طب Tah/طه Tav/تو Vaf/وف Val/ول Yar/یار Zam/زم Zand/زند Zar/زر",
            "ar/ار an/ان am/ام eh/ه or/ور al/ال es/س iv/یو",
            "i/ی pour/پور zadeh/زاده nejad/نژاد ani/انی abadi/آبادی ian/یان far/فر khah/خواه zai/زی nia/نیا fard/فرد khani/خانی manesh/منش yari/یاری doust/دوست gar/گر oghli/اوغلی vand/وند ati/اتی",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::Given(15),
    feminine: "",
    spellings: &[
        "ei/ai oo/u ou/u",
        "gh/q kh/kh oo/ou aei/ai ss/s",
        "oha/uha mm/m e/a v/w o/u",
        "ee/i ou/oo zadeh/zada q/gh",
    ],
};

/// Hebrew.
pub(super) const HEBREW: Region = Region {
    countries: "IL",
    share: 1,
    men: Names {
        common: "Yosef/יוסף/Yossi David/דוד/Dudi Moshe/משה/Moishe Avraham/אברהם/Avi Yaakov/יעקב/Kobi Daniel/דניאל/Dani Yitzhak/יצחק/Itzik Eliyahu/אליהו/Eli Shlomo/שלמה/Shlomi Haim/חיים Shimon/שמעון Michael/מיכאל/Miki Yehuda/יהודה/Yudi Noam/נועם Amir/אמיר Yaron/ירון Gil/גיל Ariel/אריאל/Arik Itai/איתי Uri/אורי Omer/עומר Eyal/אייל Yonatan/יונתן/Yoni Meir/מאיר Shmuel/שמואל/Shmulik Mordechai/מרדכי/Motti Asher/אשר Ofer/עופר Ronen/רונן Zeev/זאב Baruch/ברוך Nir/ניר Oren/אורן Guy/גיא Roi/רועי Tal/טל Tomer/תומר Assaf/אסף Gadi/גדי Yair/יאיר Binyamin/בנימין/Beni Nissim/ניסים",
        percent: 92,
        flat: 14,
        made: [
            "Ami/עמי Avi/אבי Ahi/אחי Eli/אלי Gavri/גברי Hod/הוד Malki/מלכי Neta/נתנ Or/אור Pedah/פדה Raz/רז Tuv/טוב Uzi/עוזי Yeho/יהו Zevul/זבול",
            "",
            "el/אל ya/יה ram/רם hai/חי nadav/נדב tan/תן shai/שי ezer/עזר",
        ],
    },
    women: Names {
        common: "Sara/שרה/Sari Rahel/רחל/Heli Esther/אסתר/Esti Miriam/מרים/Miri Rivka/רבקה/Riki Hana/חנה/Hani Lea/לאה Tamar/תמר/Tami Yael/יעל Noa/נועה Michal/מיכל Maya/מאיה Shira/שירה Adi/עדי Orly/אורלי Ronit/רונית Dalia/דליה Galit/גלית Sigal/סיגל Anat/ענת Orna/אורנה Ruth/רות/Ruti Yehudit/יהודית/Judit Liat/ליאת Einat/עינת Hila/הילה Keren/קרן Inbal/ענבל Smadar/סמדר Tova/טובה Shoshana/שושנה/Shosh Zehava/זהבה Bracha/ברכה Avigail/אביגיל Ayala/איילה",
        percent: 92,
        flat: 14,
        made: [
            "Ami/עמי Avi/אבי Eli/אלי Hod/הוד Li/לי Neta/נטע Or/אור Raz/רז Shir/שיר Tal/טל Tehi/תהי Ya/יה",
            "",
            "ya/יה el/אל it/ית lit/לית nit/נית rit/רית la/לה",
        ],
    },
    family: Names {
        common: "Cohen/כהן Levi/לוי Mizrahi/מזרחי Peretz/פרץ Biton/ביטון Dahan/דהן Avraham/אברהם Friedman/פרידמן Agabaria/אגבריה Malka/מלכה Azoulay/אזולאי Katz/כץ Yosef/יוסף David/דוד Amar/עמר Ohayon/אוחיון Hadad/חדד Gabay/גבאי Ben_David/בן_דוד Adri/אדרי Levin/לוין Tal/טל Klein/קליין Hazan/חזן Shapira/שפירא",
        percent: 16,
        flat: 6,
        made: [
            "Abr/אבר Adl/אדל Alm/אלמ Arb/ארב Ash/אש Bar/בר Ber/בר Blum/בלומ Brand/ברנד Dor/דור Ed/עד El/אל Feld/פלד Fink/פינק Gal/גל Gold/גולד Gor/גור Gross/גרוס Gut/גוט Hal/הל Har/הר Herz/הרצ Hir/היר Kahan/כהנ Kap/קפ Kar/קר Kor/קור Lan/לנ Lib/ליב Mai/מי Mar/מר Nah/נח Nav/נב Or/אור Pel/פל Pin/פינ Rab/רב Rav/רב Ros/רוז Sab/סב Sass/ששו Seg/סג Shar/שר Shem/שמ Shul/שול Sof/סופ Stern/שטרנ Tab/טב Tur/תור Vein/ויינ Vol/וול Yar/יר Zah/זה Zil/זיל Zuk/צוק",
            "en/נ er/ר el/ל in/ינ an/נ ar/ר",
            "berg/ברג stein/שטיין man/מן ovitz/וביץ sky/סקי i/י feld/פלד ai/אי er/ר shvili/שוילי ani/ני oni/וני in/ין blum/בלום zon/זון el/אל nik/ניק iel/יאל",
        ],
    },
    particles: "Ben_/בן_ Bar_/בר_",
    with_particle: 5,
    middle: Middle::None,
    feminine: "",
    spellings: &[
        "h/ch tz/z y/j",
        "ei/ai sh/sch v/w k/c",
        "ch/h y/i tz/ts f/ph",
        "a/a k/q v/b itz/itch",
    ],
};
