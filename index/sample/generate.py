#!/usr/bin/env python3
"""Writes alerts.jsonl: invented alerts about invented persons, the same on every run.

    python3 index/sample/generate.py

Needs nothing but Python 3.9. Names are common parts put together by chance; nobody real is meant.
The rows of FIXED are told of in the README files and in tests: change them only together.
"""

import datetime
import json
import pathlib
import random

COUNT = 560
RANDOM = random.Random(20261123)

# A culture: nationalities, script, then given names of men, of women, family names of men and of
# women (None: the same). Each name is "native/Latin/other Latin", or "Latin/other Latin" where the
# script is Latin. `east`: the family name is written first.
CULTURES = [
    dict(land="NL", script="Latn",
         men="Jelle Sander Wouter Thijs Joost/Joos Hidde Sjoerd/Sjoerdt Rienk Koenraad/Coenraad Maarten/Marten",
         women="Fenna Sietske/Sytske Marije/Marijke Anouk Liesbeth/Elisabeth Jorinde Hanneke Tjitske/Tjitske",
         family="van_der_Meulen/Vandermeulen de_Haan/Dehaan Dijkgraaf/Dykgraaf Kuiper/Kuyper Vermeer_Bos/Vermeer-Bos "
                "ter_Horst/Terhorst Zonneveld Hoekstra Brandsma van_’t_Veld/van_t_Veld Wiersinga Oosterhof"),
    dict(land="BE", script="Latn",
         men="Bjorn/Björn Wannes Gilles/Gil Cédric/Cedric Tibo/Thibault Maxime Stijn/Steyn Loïc/Loic",
         women="Élise/Elise Maëlle/Maelle Noémie/Noemie Lies Saskia Charlotte Inès/Ines Delphine",
         family="Verhaeghe/Verhaege De_Smedt/Desmedt Lambrechts/Lambregts Vandenbroucke/Van_den_Broucke Dupont-Leroy "
                "Delvaux/Delvaulx Hermans Vanhoutte/Van_Houtte Pirard Gérardy/Gerardy"),
    dict(land="DE", script="Latn",
         men="Jürgen/Juergen Götz/Goetz Matthias/Mathias Björn/Bjoern Lothar Uwe Detlef/Detlev Rüdiger/Ruediger",
         women="Käthe/Kaethe Jördis/Joerdis Ulrike Sieglinde/Siglinde Anneliese/Annelise Heike Mareike Gönül/Goenuel",
         family="Müllerleile/Muellerleile Groß/Gross Schönfelder/Schoenfelder Bräutigam/Braeutigam Weiß/Weiss "
                "Köhlmann/Koehlmann Süßmilch/Suessmilch Hübschke/Huebschke Strößner/Stroessner Pfäffle/Pfaeffle"),
    dict(land="FR", script="Latn",
         men="Étienne/Etienne François/Francois Théo/Theo Rémi/Remy Jérôme/Jerome Benoît/Benoit Gaël/Gael",
         women="Hélène/Helene Aurélie/Aurelie Zoé/Zoe Margaux/Margot Solène/Solene Océane/Oceane",
         family="Lefèvre-Roux/Lefevre_Roux Deschênes/Deschenes Bérenger/Berenger Fauçon/Faucon L’Hermitte/Lhermitte "
                "Rousselière/Rousseliere Duchâtel/Duchatel Guérinot/Guerinot"),
    dict(land="ES", script="Latn",
         men="José_Luis/Jose_Luis Íñigo/Inigo Álvaro/Alvaro Joaquín/Joaquin Ramón/Ramon Andrés/Andres",
         women="María_Belén/Maria_Belen Begoña/Begona Inés/Ines Rocío/Rocio Ángela/Angela Nuria/Núria",
         family="Ibáñez_Roca/Ibanez_Roca Muñiz_Peña/Muniz_Pena Zúñiga_Soler/Zuniga_Soler Núñez_Vidal/Nunez_Vidal "
                "Cordón_Lago/Cordon_Lago Ordóñez_Prat/Ordonez_Prat Yáñez_Cano/Yanez_Cano"),
    dict(land="PL", script="Latn",
         men="Łukasz/Lukasz Michał/Michal Sławomir/Slawomir Grzegorz/Gregor Bartłomiej/Bartlomiej Zdzisław/Zdzislaw",
         women="Małgorzata/Malgorzata Bożena/Bozena Grażyna/Grazyna Agnieszka/Agnes Żaneta/Zaneta Łucja/Lucja",
         family="Wiśniak/Wisniak Żurawik/Zurawik Gąsiorek/Gasiorek Brzęczyk/Brzeczyk Śliwa/Sliwa Ćwiklik/Cwiklik "
                "Źrebiec/Zrebiec Kołodziej/Kolodziej"),
    dict(land="SE", script="Latn",
         men="Åke/Aake Göran/Goeran Björne/Bjorne Håkan/Haakan Sören/Soeren", women="Åsa/Aasa Märta/Marta Gun-Britt/Gunbritt Ylva",
         family="Ångström-Lind/Angstrom_Lind Sjöqvist/Sjoeqvist Hällberg/Haellberg Öhrn/Oehrn Nyström/Nystroem Strömblad/Stroemblad"),
    dict(land="DK", script="Latn",
         men="Søren/Soeren Jørn/Joern Rasmus Aksel/Axel", women="Kirstine/Kirsten Mærete/Maerete Bodil Åse/Aase",
         family="Ørskov/Oerskov Kjærgård/Kjaergaard Mølholt/Moelholt Bøgelund/Boegelund Thygesen"),
    dict(land="TR", script="Latn",
         men="Çağatay/Cagatay Şükrü/Sukru Gökhan/Gokhan Ömür/Omur Işık/Isik", women="Gülşen/Gulsen Çiğdem/Cigdem Şirin/Sirin Özlem/Ozlem",
         family="Yıldırımoğlu/Yildirimoglu Çakırca/Cakirca Güneşdoğdu/Gunesdogdu Karagözlü/Karagozlu İpekçigil/Ipekcigil Ağaçlı/Agacli"),
    dict(land="CZ", script="Latn",
         men="Jiří/Jiri Zdeněk/Zdenek Bořivoj/Borivoj Oldřich/Oldrich", women="Růžena/Ruzena Jiřina/Jirina Libuše/Libuse Zdeňka/Zdenka",
         family="Křenek/Krenek Řeháček/Rehacek Hůlka/Hulka Šťastník/Stastnik Čermáček/Cermacek",
         family_women="Křenková/Krenkova Řeháčková/Rehackova Hůlková/Hulkova Šťastníková/Stastnikova Čermáčková/Cermackova"),
    dict(land="RO", script="Latn",
         men="Ștefănel/Stefanel Răzvan/Razvan Cătălin/Catalin Mihăiță/Mihaita", women="Ștefania/Stefania Ilinca Brândușa/Brandusa Măriuca/Mariuca",
         family="Țurcănel/Turcanel Brătescu-Pop/Bratescu_Pop Văcăroiu/Vacaroiu Mânzatu/Manzatu Șerbănoiu/Serbanoiu"),
    dict(land="HU", script="Latn", east=True,
         men="Gyözö/Gyozo Zsombor László/Laszlo Bálint/Balint", women="Enikő/Eniko Zsófia/Zsofia Borbála/Borbala Csenge",
         family="Szűcsi/Szucsi Hegedűs-Tar/Hegedus_Tar Kőműves/Komuves Fazekasi Vörösmarti/Vorosmarti"),
    dict(land="PT", script="Latn",
         men="João_Tomé/Joao_Tome Estêvão/Estevao Gonçalo/Goncalo Simão/Simao", women="Conceição/Conceicao Lívia/Livia Assunção/Assuncao Inês/Ines",
         family="Gusmão_Brito/Gusmao_Brito Magalhães_Reis/Magalhaes_Reis Falcão_Lobo/Falcao_Lobo Simões_Paiva/Simoes_Paiva"),
    dict(land="VN", script="Latn", east=True,
         men="Quốc_Bảo/Quoc_Bao Đình_Khang/Dinh_Khang Văn_Lộc/Van_Loc", women="Thị_Hạnh/Thi_Hanh Bích_Thủy/Bich_Thuy Ngọc_Ánh/Ngoc_Anh",
         family="Nguyễn/Nguyen Trần/Tran Đặng/Dang Phạm/Pham Huỳnh/Huynh"),
    dict(land="RU", script="Cyrl",
         men="Пётр/Petr/Pjotr Юрий/Yuriy/Jurij Аркадий/Arkadiy/Arkadij Фёдор/Fedor/Fjodor Евгений/Yevgeniy/Jewgeni Игнат/Ignat/Ignat",
         women="Ксения/Kseniya/Xenia Юлия/Yuliya/Julija Любовь/Lyubov/Ljubow Евдокия/Yevdokiya/Jewdokija Майя/Mayya/Maja",
         family="Заречный/Zarechnyy/Saretschny Щукарёв/Shchukarev/Schtschukarjow Подъячев/Podyachev/Podjatschew "
                "Хомутов/Khomutov/Chomutow Ельников/Yelnikov/Jelnikow Жаворонков/Zhavoronkov/Schaworonkow",
         family_women="Заречная/Zarechnaya/Saretschnaja Щукарёва/Shchukareva/Schtschukarjowa Подъячева/Podyacheva/Podjatschewa "
                      "Хомутова/Khomutova/Chomutowa Ельникова/Yelnikova/Jelnikowa Жаворонкова/Zhavoronkova/Schaworonkowa"),
    dict(land="UA", script="Cyrl",
         men="Сергій/Serhii/Sergij Андрій/Andrii/Andrij Остап/Ostap/Ostap Григорій/Hryhorii/Grygorij",
         women="Оксана/Oksana/Oxana Галина/Halyna/Galyna Соломія/Solomiia/Solomija Ївга/Yivha/Jivga",
         family="Гаврилець/Havrylets/Gavrylets Кравченюк/Kravcheniuk/Krawtschenjuk Щербаківський/Shcherbakivskyi/Schtscherbakiwskyj "
                "Їжакевич/Yizhakevych/Jizhakewytsch Цибулько/Tsybulko/Zybulko",
         family_women="Гаврилець/Havrylets/Gavrylets Кравченюк/Kravcheniuk/Krawtschenjuk Щербаківська/Shcherbakivska/Schtscherbakiwska "
                      "Їжакевич/Yizhakevych/Jizhakewytsch Цибулько/Tsybulko/Zybulko"),
    dict(land="BG", script="Cyrl",
         men="Красимир/Krasimir/Krassimir Желязко/Zhelyazko/Jeliazko Съби/Sabi/Subi", women="Цветелина/Tsvetelina/Zwetelina Йорданка/Yordanka/Jordanka Ружа/Ruzha/Ruja",
         family="Чолаков/Cholakov/Tscholakow Пъдарев/Padarev/Pudarev Щърбев/Shtarbev/Schturbew",
         family_women="Чолакова/Cholakova/Tscholakowa Пъдарева/Padareva/Pudareva Щърбева/Shtarbeva/Schturbewa"),
    dict(land="RS", script="Cyrl",
         men="Љубиша/Ljubiša/Ljubisa Ђорђе/Đorđe/Djordje Живојин/Živojin/Zivojin", women="Снежана/Snežana/Snezana Љиљана/Ljiljana/Liljana Џена/Džena/Dzena",
         family="Ћирјанић/Ćirjanić/Cirjanic Џомбић/Džombić/Dzombic Њежић/Nježić/Njezic Шљукић/Šljukić/Sljukic"),
    dict(land="GR", script="Grek",
         men="Ευάγγελος/Evangelos/Vangelis Χαράλαμπος/Charalampos/Haralambos Γεώργιος/Georgios/Yorgos Ξενοφών/Xenofon/Xenophon",
         women="Αικατερίνη/Aikaterini/Ekaterini Ευφροσύνη/Effrosyni/Euphrosyne Χρυσούλα/Chrysoula/Hrisoula Ψυχή/Psychi/Psyche",
         family="Μπακογιώργος/Bakogiorgos/Mpakogiorgos Χατζηλίας/Chatzilias/Hatzilias Τζαβάρας/Tzavaras/Dzavaras Ντούσκας/Ntouskas/Douskas Θεοχάρης/Theocharis/Theoharis",
         family_women="Μπακογιώργου/Bakogiorgou/Mpakogiorgou Χατζηλία/Chatzilia/Hatzilia Τζαβάρα/Tzavara/Dzavara Ντούσκα/Ntouska/Douska Θεοχάρη/Theochari/Theohari"),
    dict(land="MA", script="Arab",
         men="عبد_اللطيف/Abdellatif/Abd_al-Latif يونس/Younes/Yunus رشيد/Rachid/Rashid مصطفى/Mostafa/Mustapha",
         women="خديجة/Khadija/Hadidja فاطمة_الزهراء/Fatima_Zohra/Fatimah_al-Zahra سعاد/Souad/Suad نعيمة/Naïma/Naima",
         family="بنشقرون_الريفي/Benchekroun_Rifi/Bin_Shaqrun_al-Rifi الزروالي/Zerouali/al-Zarwali أيت_واحي/Ait_Ouahi/Ayt_Wahi القصباوي/El_Kasbaoui/al-Qasbawi"),
    dict(land="IQ", script="Arab",
         men="حيدر/Haydar/Haider قاسم/Qasim/Kassem ضياء/Diya/Dhia جعفر/Jafar/Djaafar", women="زينب/Zaynab/Zeinab رغد_سعدي/Raghad_Saadi/Raghd_Sadi هدى/Huda/Houda",
         family="النهرواني/al-Nahrawani/Nahrouani الخزعلاوي/al-Khazalawi/Khazaalawi البصراوي/al-Basrawi/Elbasraoui الدليماوي/al-Dulaymawi/Dlimawi"),
    dict(land="EG", script="Arab",
         men="جمال/Jamal/Gamal شريف/Sharif/Cherif وائل/Wail/Wael", women="نجلاء/Najla/Naglaa جيهان/Jihan/Gihan صفية/Safiyya/Safia",
         family="الجندوي/al-Jundawi/El_Guindawy شرقاوى/Sharqawi/Charkawi البحيري/al-Buhayri/El_Beheiry"),
    dict(land="IR", script="Arab",
         men="بهروز/Behruz/Behrooz کیوان/Keyvan/Kayvan فرشید/Farshid/Farschid", women="شیرین/Shirin/Schirin پروین/Parvin/Parwin گلناز/Golnaz/Gulnaz",
         family="کوهستانی/Kuhestani/Koohestani باغبان‌پور/Baghbanpur/Baghban-pour چراغچی/Cheraghchi/Tscheraghtschi ژاله‌زاده/Zhalezadeh/Jalehzadeh"),
    dict(land="IL", script="Hebr",
         men="יצחק/Yitzhak/Isaac אליעזר/Eliezer/Elieser צביקה/Tzvika/Zvika", women="חוה/Chava/Hava רבקה/Rivka/Rebecca שולמית/Shulamit/Schulamith",
         family="בן־חורש/Ben-Choresh/Ben_Horesh צוקרניק/Tzukernik/Zuckernik פישלזון/Fishelzon/Fischelsohn חלמישי/Chalamishi/Halamishi"),
    dict(land="CN", script="Hans", east=True, joined=True,
         men="建国/Jianguo/Chien-kuo 晓峰/Xiaofeng/Hsiao-feng 志强/Zhiqiang/Chih-chiang 国栋/Guodong/Kuo-tung",
         women="雪梅/Xuemei/Hsueh-mei 丽娟/Lijuan/Li-chuan 秋霞/Qiuxia/Chiu-hsia",
         family="裘/Qiu/Chiu 欧阳/Ouyang/Ou-yang 荀/Xun/Hsun 褚/Chu/Ch’u 邹/Zou/Tsou"),
    dict(land="TW", script="Hant", east=True, joined=True,
         men="冠宇/Kuan-yu/Guanyu 俊傑/Chun-chieh/Junjie", women="淑芬/Shu-fen/Shufen 雅婷/Ya-ting/Yating",
         family="鄔/Wu/Woo 闕/Chueh/Que 賴/Lai/Lay"),
    dict(land="KR", script="Hang", east=True, joined=True,
         men="동현/Dong-hyun/Donghyeon 영호/Young-ho/Yeongho 태준/Tae-joon/Taejun", women="은정/Eun-jung/Eunjeong 수빈/Soo-bin/Subin 혜린/Hye-rin/Hyerin",
         family="독고/Dokko/Dokgo 선우/Sunwoo/Seonu 곽/Kwak/Gwak 표/Pyo/Phyo 육/Yook/Yuk"),
    dict(land="JP", script="Jpan", east=True,
         men="健一郎/Ken’ichirō/Kenichiro 雄介/Yūsuke/Yusuke ジュン/Jun/Djun", women="さくら/Sakura/Sacura 陽子/Yōko/Youko ミドリ/Midori/Midory",
         family="大河内/Ōkōchi/Okochi 二階堂/Nikaidō/Nikaidou 小野塚/Onozuka/Onodzuka 志村井/Shimurai/Simurai"),
    dict(land="GE", script="Geor",
         men="გიორგი/Giorgi/Georgi ზურაბ/Zurab/Surab ლევან/Levan/Lewan", women="ქეთევან/Ketevan/Ketewan ნინო/Nino/Nina თამარ/Tamar/Thamar",
         family="ჭყონიაშვილი/Chqoniashvili/Tschkoniaschwili ღვინჯილია/Ghvinjilia/Gwindschilia წერეთიანი/Tseretiani/Zeretiani ქავთარიძე/Kavtaridze/Kawtaridse"),
    dict(land="AM", script="Armn",
         men="Հրաչյա/Hrachya/Hratchia Գևորգ/Gevorg/Kevork Տիգրան/Tigran/Dikran", women="Շուշանիկ/Shushanik/Chouchanig Նաիրա/Naira/Nayira Գոհար/Gohar/Kohar",
         family="Ճղլյան/Chghlyan/Djghlian Մկրտումյան/Mkrtumyan/Mgrdoumian Քոչինյանց/Kochinyants/Kotchiniantz"),
    dict(land="IN", script="Deva",
         men="सुरेश/Suresh/Sureś विवेक/Vivek/Wivek अर्जुन/Arjun/Ardschun", women="लक्ष्मी/Lakshmi/Laxmi सुनीता/Sunita/Suneeta मीनाक्षी/Meenakshi/Minakshi",
         family="चौरसियाल/Chaurasiyal/Chorasial त्रिवेदकर/Trivedkar/Trivedakar घोषले/Ghoshle/Ghosle झुनझुन/Jhunjhun/Djundjun"),
    dict(land="BD", script="Beng",
         men="রফিকুল/Rafiqul/Rofikul শাহীন/Shahin/Shaheen", women="নাসরিন/Nasrin/Nasreen রুবিনা/Rubina/Robina",
         family="তালুকদারী/Talukdari/Talookdari মৃধাপাড়া/Mridhapara/Mridapara ভূঁইয়াল/Bhuiyal/Bhuyal"),
    dict(land="TH", script="Thai",
         men="สมชาย/Somchai/Somchay ธนวัฒน์/Thanawat/Tanawat", women="ศิริพร/Siriporn/Siriphon วันเพ็ญ/Wanphen/Wanpen",
         family="ทองคำดี/Thongkhamdi/Tongkamdee ศรีบุญมาก/Sibunmak/Sriboonmak แสงจันทร์ฉาย/Saengchanchai/Sangjanchai"),
    dict(land="ET", script="Ethi",
         men="ተስፋዬ/Tesfaye/Tesfaie ገብረ/Gebre/Ghebre", women="አልማዝ/Almaz/Almas ሰላም/Selam/Salam",
         family="ወልደአረጋይ/Woldearegay/Weldearegai ኃይለጊዮርጊስ/Hailegiorgis/Haile_Ghiorghis"),
]

# Category, share, then action, the person's status, legal basis, offence or reason.
CATEGORIES = [
    ("wanted-for-arrest", 9, [("arrest", "suspect"), ("arrest", "convicted")], "European arrest warrant",
     ["Armed robbery", "Trafficking in human beings", "Homicide", "Fraud on a large scale", "Drug trafficking"]),
    ("missing-to-protect", 4, [("protect", "missing")], "Reg. (EU) 2018/1862 Art. 32(1)(a)", [None]),
    ("missing", 4, [("report-whereabouts", "missing")], "Reg. (EU) 2018/1862 Art. 32(1)(b)", [None]),
    ("child-abduction-risk", 2, [("protect", "victim"), ("prevent-travel", "victim")], "Reg. (EU) 2018/1862 Art. 32(1)(c)",
     ["Risk of abduction by a parent"]),
    ("prevent-travel", 2, [("prevent-travel", "victim"), ("prevent-travel", "other")], "Reg. (EU) 2018/1862 Art. 32(1)(d)",
     ["Risk of forced marriage", "Risk of harm abroad"]),
    ("judicial-procedure", 5, [("report-residence", "witness"), ("report-residence", "suspect"), ("report-residence", "convicted")],
     "Reg. (EU) 2018/1862 Art. 34", ["Summons", "Service of a judgment", "Unpaid penalty"]),
    ("discreet-check", 4, [("discreet-check", "suspect")], "Reg. (EU) 2018/1862 Art. 36", ["Smuggling", "Money laundering"]),
    ("inquiry-check", 2, [("inquiry-check", "suspect")], "Reg. (EU) 2018/1862 Art. 36", ["Travel to a conflict zone"]),
    ("specific-check", 3, [("specific-check", "suspect")], "Reg. (EU) 2018/1862 Art. 36", ["Weapons trafficking", "Cash smuggling"]),
    ("information", 2, [("inform-owner", "other"), ("contact-spoc", "other")], "Reg. (EU) 2018/1862 Art. 37a", [None]),
    ("warning", 2, [("inform-owner", "convicted"), ("verify-identity", "suspect")], "Green notice", ["Repeated burglary"]),
    ("unknown-wanted", 1, [("identify", "suspect")], "Reg. (EU) 2018/1862 Art. 40", ["Traces at the scene of a homicide"]),
]
OWNERS = [("BE-FEDPOL", "BE"), ("BE-FEDPOL", "BE"), ("BE-FEDPOL", "BE"), ("NL-POLITIE", "NL"), ("FR-DCPJ", "FR"),
          ("DE-BKA", "DE"), ("LU-PGD", "LU")]
CAUTIONS = ["armed", "violent", "escaped", "suicide-risk", "health-threat", "terrorism"]
MARKS = ["Tattoo of an anchor on the left forearm.", "Walks with a stick.", "Scar across the right eyebrow.",
         "Wears a hearing aid.", "Two fingers of the left hand are missing.", "Speaks with a stammer."]
NICKNAMES = ["De Kraan", "Le Boulanger", "Der Lange", "Shorty", "Kapitan", "La Paloma", "El Zurdo", "Professor"]
UNKNOWN = ["Unbekannt Rheinbrücke", "Onbekende Scheldekaai", "Inconnu du canal", "Unknown of the depot"]
TOWNS = {"NL": ["Utrecht", "Groningen"], "BE": ["Gent", "Liège", "Mechelen"], "DE": ["Köln", "Jena"],
         "FR": ["Lyon", "Nîmes"], "RU": ["Тверь", "Samara"], "GR": ["Πάτρα"], "MA": ["Fès", "طنجة"], "CN": ["成都"]}
CONTACTS = [
    {"unit": "SPOC Brussels", "phone": "+32 2 000 00 42", "mail": "spoc@fedpol.example", "hours": "24/7"},
    {"unit": "Missing persons desk", "phone": "+32 2 000 00 43", "hours": "24/7"},
    {"unit": "Investigating judge’s office", "mail": "registry@court.example", "hours": "Mon-Fri 9-17"},
]
VISIBILITY = [{"allow": ["nl-kmar"]}, {"allow": ["fr-dcpaf", "de-bka"]}, {"deny": ["xx-sample"]},
              {"deny": ["fr-dcpaf"]}, {"allow": ["nl-kmar", "de-bka", "xx-sample"]}]


def alert(number, land, owner, category, action, person, status, **more):
    """One alert, its fields in the order in which Lookout writes them."""
    fields = {
        "id": f"{land}-26-{number:06}", "category": category, "action": action,
        "subject": {"type": "person", **person, "status": status}, "owner": owner,
        "legal_basis": None, "offence": None, "cautions": None, "handling": "H0", "visibility": "all",
        "validity": "active", "entered": "2026-03-01", "last_validated": "2026-03-01",
        "review_due": "2036-03-01", "expires": None, "links": None, "source": None, "contact": None,
    }
    fields.update(more)
    return {key: value for key, value in fields.items() if value is not None}


def name(kind, family, given, script=None):
    parts = {"type": kind, "family": family, "given": given, "script": script}
    return {key: value for key, value in parts.items() if value is not None}


def whole(kind, text, script=None):
    parts = {"type": kind, "name": text, "script": script}
    return {key: value for key, value in parts.items() if value is not None}


def fixed():
    """The rows that README files and tests tell of."""
    spoc = CONTACTS[0]
    yield alert(42, "BE", "BE-FEDPOL", "wanted-for-arrest", "arrest", {
        "names": [name("primary", "Janssen", "Pjotr"), whole("alias-good", "Pieter Jansen")],
        "birth_dates": ["1980-05-17"], "birth_places": [{"town": "Maastricht", "country": "NL"}], "sex": "M",
        "nationalities": ["NL"], "documents": [{"type": "passport", "number": "NX1234567", "country": "NL"}],
    }, "suspect", legal_basis="European arrest warrant", offence="Armed robbery", cautions=["armed"], handling="H1", contact=spoc)
    yield alert(43, "BE", "BE-FEDPOL", "missing-to-protect", "protect", {
        "names": [name("primary", "Verbruggen", "Lotte")], "birth_dates": ["2014-08-21"], "sex": "F",
        "nationalities": ["BE"], "description": "Red raincoat, yellow rucksack.",
    }, "missing", contact=CONTACTS[1])
    yield alert(44, "BE", "BE-FEDPOL", "discreet-check", "discreet-check", {
        "names": [name("primary", "Лукошкин", "Арсений", "Cyrl"), name("alias-good", "Lukoshkin", "Arseniy"),
                  whole("alias-low", "Arsenij Lukoschkin")],
        "birth_dates": ["1968-11", "1969"], "sex": "M", "nationalities": ["RU"],
    }, "suspect", handling="H2", visibility={"allow": ["nl-kmar"]}, contact=spoc)
    yield alert(45, "BE", "BE-FEDPOL", "judicial-procedure", "report-residence", {
        "names": [name("primary", "Desmedt-Collin", "Aurore"), name("maiden", "Collin", "Aurore")],
        "birth_dates": ["1991-02-12"], "sex": "F", "nationalities": ["BE", "FR"],
    }, "witness", visibility={"deny": ["xx-sample"]})
    yield alert(46, "BE", "BE-FEDPOL", "wanted-for-arrest", "arrest", {
        "names": [name("primary", "al-Qamaruni", "Tariq"), whole("alias-good", "طارق القمروني", "Arab"),
                  whole("alias-good", "Tarek El Kamarouni")],
        "birth_dates": ["1974/1978"], "sex": "M", "nationalities": ["SY", "XXA"],
    }, "convicted", handling="H1", validity="flagged", cautions=["violent"])
    yield alert(47, "BE", "BE-FEDPOL", "wanted-for-arrest", "arrest", {
        "names": [name("primary", "Ōtsukayama", "Renjirō"), whole("alias-good", "大塚山 廉次郎", "Jpan")],
        "birth_dates": ["1985-07-30"], "sex": "M", "nationalities": ["JP"],
    }, "suspect", validity="being-checked")
    yield alert(48, "BE", "BE-FEDPOL", "warning", "inform-owner", {
        "names": [name("primary", "Grünwalder", "Hartmut")], "birth_dates": ["1959"], "sex": "M", "nationalities": ["DE"],
    }, "convicted", validity="under-review", review_due="2026-03-31")
    yield alert(49, "BE", "BE-FEDPOL", "specific-check", "specific-check", {
        "names": [name("primary", "Fontanelle", "Odilon")], "birth_dates": ["1988-01-05"], "sex": "M", "nationalities": ["FR"],
    }, "suspect", entered="2025-01-01", last_validated="2025-06-30", expires="2025-12-31")


def spelt(entry):
    """A name's spellings: native, Latin, other Latin; the same again where there are fewer."""
    forms = [form.replace("_", " ") for form in entry.split("/")]
    return [forms[min(place, len(forms) - 1)] for place in range(3)]


def letters(count):
    return "".join(RANDOM.choice("ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(count))


def digits(count):
    return "".join(RANDOM.choice("0123456789") for _ in range(count))


def document(land):
    kind = RANDOM.choice(["passport", "passport", "passport", "id-card", "id-card", "visa", "residence-permit",
                          "driving-licence", "national-number", "other"])
    number = {"passport": letters(2) + digits(7), "id-card": digits(3) + "-" + digits(7) + "-" + digits(2),
              "visa": letters(1) + digits(8), "residence-permit": letters(3) + digits(6), "driving-licence": digits(10),
              "national-number": digits(6) + "-" + digits(5), "other": letters(2) + "/" + digits(6)}[kind]
    issued = {"type": kind, "number": number}
    if RANDOM.random() < 0.9:
        issued["country"] = land
    return issued


def birth_dates(child):
    years = range(2010, 2021) if child else [year for year in range(1940, 2006) if year != 1951]
    year = RANDOM.choice(years)
    month, day = RANDOM.randint(1, 12), RANDOM.randint(1, 28)
    full = f"{year}-{month:02}-{day:02}"
    chance = RANDOM.random()
    if chance < 0.68 or child:
        return [full]
    if chance < 0.76:
        return [f"{year}"]
    if chance < 0.82:
        return [f"{year}-{month:02}"]
    if chance < 0.88:
        return [f"{year}/{year + RANDOM.randint(1, 5)}"]
    if chance < 0.94:
        return [full, f"{year}-{day % 12 + 1:02}-{month:02}"]
    return []


def names(culture, sex):
    """The names of one person, primary first, and what makes the person unlike any other."""
    givens = (culture["men"] if sex == "M" else culture["women"]).split()
    families = (culture.get("family_women") if sex == "F" else None) or culture["family"]
    given, family = spelt(RANDOM.choice(givens)), spelt(RANDOM.choice(families.split()))
    script = culture["script"]
    joint = "" if culture.get("joined") else " "
    order = (lambda f, g, between: f + between + g) if culture.get("east") else (lambda f, g, between: g + between + f)
    found = []
    if script == "Latn":
        found.append(name("primary", family[0], given[0]))
        other = order(family[1], given[1], " ")
        if other != order(family[0], given[0], " ") and RANDOM.random() < 0.5:
            found.append(whole("alias-good", other))
    else:
        native, latin = order(family[0], given[0], joint), name("alias-good", family[1], given[1])
        if RANDOM.random() < 0.7:
            found.append(name("primary", family[0], given[0], script))
            found.append(latin)
        else:
            found.append({**latin, "type": "primary"})
            found.append(whole("alias-good", native, script))
        if RANDOM.random() < 0.6:
            found.append(whole(RANDOM.choice(["alias-good", "alias-low"]), order(family[2], given[2], " ")))
    if RANDOM.random() < 0.1:
        found.append(whole("alias-low", RANDOM.choice(NICKNAMES)))
    if sex == "F" and RANDOM.random() < 0.15:
        before = spelt(RANDOM.choice(families.split()))
        if before != family:
            found.append(name(RANDOM.choice(["maiden", "birth"]), before[0], given[0], None if script == "Latn" else script))
    return found, (family[0], given[0])


def person(culture, category):
    sex = RANDOM.choice("MMMFF")
    child = category in ("child-abduction-risk", "prevent-travel") or category.startswith("missing") and RANDOM.random() < 0.4
    found, key = names(culture, sex)
    land = culture["land"]
    nationalities = [land]
    if RANDOM.random() < 0.12:
        nationalities.append(RANDOM.choice([other for other in ("BE", "FR", "NL", "GB", "US", "XXB") if other != land]))
    towns = TOWNS.get(land)
    fields = {
        "names": found, "birth_dates": birth_dates(child),
        "birth_places": [{"town": RANDOM.choice(towns), "country": land}] if towns and RANDOM.random() < 0.4 else
                        [{"country": land}] if RANDOM.random() < 0.1 else [],
        "sex": None if RANDOM.random() < 0.04 else "X" if RANDOM.random() < 0.02 else sex,
        "nationalities": [] if RANDOM.random() < 0.03 else nationalities,
        "documents": [document(land) for _ in range(RANDOM.choice([0, 0, 0, 1, 1, 2]))],
        "description": RANDOM.choice(MARKS) if RANDOM.random() < 0.15 else None,
    }
    return {field: value for field, value in fields.items() if value}, key


def unknown(number):
    label = f"{UNKNOWN[number % len(UNKNOWN)]} {number}"
    return {"names": [whole("primary", label), whole("alias-low", RANDOM.choice(NICKNAMES))], "sex": "M"}, (label, "")


def invented(number, turn):
    """One invented alert; categories and cultures take turns, so that each is there."""
    shares = [entry for entry in CATEGORIES for _ in range(entry[1])]
    category, _, ends, basis, offences = shares[turn % len(shares)]
    action, status = RANDOM.choice(ends)
    owner, land = RANDOM.choice(OWNERS)
    if category == "unknown-wanted":
        fields, key = unknown(number)
    else:
        fields, key = person(CULTURES[turn * 7 % len(CULTURES)], category)
    entered = datetime.date(2024, 1, 1) + datetime.timedelta(days=RANDOM.randrange(1000))
    validated = min(entered + datetime.timedelta(days=RANDOM.randrange(300)), datetime.date(2026, 11, 1))
    due = datetime.date(2035, 1, 1) + datetime.timedelta(days=RANDOM.randrange(1400))
    sought = status in ("suspect", "convicted")
    known = CAUTIONS if sought else ["suicide-risk", "health-threat"]
    cautions = sorted(RANDOM.sample(known, RANDOM.choice([0, 0, 1, 2] if sought else [0, 0, 0, 1])), key=CAUTIONS.index)
    return alert(
        number, land, owner, category, action, fields, status, legal_basis=basis, offence=RANDOM.choice(offences),
        cautions=cautions or None, handling=RANDOM.choice(["H0", "H0", "H0", "H1", "H1", "H2", "H3"]),
        visibility=RANDOM.choice(VISIBILITY) if RANDOM.random() < 0.12 else "all",
        validity=RANDOM.choice(["being-checked", "flagged", "under-review", "draft", "blocked"]) if RANDOM.random() < 0.04 else "active",
        entered=str(entered), last_validated=str(max(entered, validated)), review_due=str(due),
        expires="2026-06-30" if RANDOM.random() < 0.01 else None,
        contact=RANDOM.choice(CONTACTS) if RANDOM.random() < 0.35 else None,
    ), key


def main():
    rows = list(fixed())
    seen, number, turn = set(), 1000, 0
    while len(rows) < COUNT:
        row, key = invented(number, turn)
        turn += 1
        # Two alerts about one name would look like one person twice.
        if key in seen:
            continue
        seen.add(key)
        rows.append(row)
        number += 1
    text = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    # README and tests show a "no hit" with this name and date.
    assert "Achter" not in text and "Wilhelm" not in text and "1951-03-09" not in text
    assert text.count("Jansen") == 1 and text.count("Janssen") == 1
    pathlib.Path(__file__).with_name("alerts.jsonl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
