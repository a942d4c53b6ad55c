//! Poland, Russia and Belarus, Ukraine, Serbia and its neighbours.
//!
//! Uses nothing. Written for this project, as all of `parts`.

use super::Middle;
use super::Names;
use super::Region;

const POLISH_STARTS: &str = "Boles Bogu Bole Bron Cze Dobie Domi Gniew Jaro Kazi Lud Miro Prze Rado Sławo Stani Święto Wito Wojci Zbi Ziemo Zdzi Wace Wie Lesz Mści Sędzi Drogo Boży Dąbro";
/// Polish.
pub(super) const POLISH: Region = Region {
    countries: "PL",
    share: 4,
    men: Names {
        common: "Piotr//Piotrek Krzysztof//Krzysiek Andrzej//Jędrek Tomasz//Tomek Jan//Janek Paweł Michał Marcin Stanisław//Staszek Jakub//Kuba Adam//Adaś Marek Łukasz Grzegorz//Grzesiek Mateusz//Mati Wojciech//Wojtek Mariusz Dariusz//Darek Zbigniew//Zbyszek Jerzy//Jurek Maciej//Maciek Rafał Robert Kamil Józef//Józek Dawid Jacek Szymon Tadeusz//Tadek Bartosz//Bartek Kacper Sebastian Artur Ryszard//Rysiek Jarosław//Jarek Sławomir//Sławek Damian Leszek Przemysław//Przemek Radosław//Radek Arkadiusz//Arek Henryk//Heniek Mirosław//Mirek Kazimierz//Kazik Dominik Hubert Patryk Daniel Roman Waldemar//Waldek Bogdan Edward Czesław//Czesiek Zdzisław Witold//Witek Wiesław//Wiesiek Konrad Norbert",
        percent: 92,
        flat: 24,
        made: [POLISH_STARTS, "", "sław mir mysł bor wit rad gost bert"],
    },
    women: Names {
        common: "Anna//Ania Katarzyna//Kasia Maria//Marysia Małgorzata//Gosia Agnieszka//Aga Barbara//Basia Ewa//Ewka Magdalena//Magda Elżbieta//Ela Joanna//Asia Krystyna//Krysia Monika Zofia//Zosia Aleksandra//Ola Teresa Danuta//Danka Natalia Karolina Julia Marta Beata Dorota Halina Jadwiga//Jadzia Janina//Janka Alicja//Ala Jolanta//Jola Grażyna Iwona Irena Paulina Justyna//Justa Zuzanna//Zuzia Bożena Wiktoria Urszula//Ula Renata Hanna Agata Sylwia Izabela//Iza Patrycja Weronika Emilia Aneta Ewelina Kinga Stanisława Helena Kamila Lucyna Wanda Edyta Marzena Genowefa Iwonna",
        percent: 92,
        flat: 24,
        made: [POLISH_STARTS, "", "sława mira mysława wita rada gosta bora"],
    },
    family: Names {
        common: "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski Mazur Jankowski Kwiatkowski Wojciechowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Król Michalski Wróbel Wieczorek Jabłoński Nowakowski Majewski Olszewski Dudek Stępień Jaworski Adamczyk Malinowski Pawlak Górski Nowicki Sikora Witkowski Rutkowski Walczak Baran Michalak Szewczyk Ostrowski",
        percent: 13,
        flat: 9,
        made: [
            "Bor Brzez Buk Chmiel Chrzan Ciesiel Czarn Dęb Dob Drozd Dzięg Gaw Glin Głow Gołęb Gór Grab Grom Grusz Jag Jarz Jasz Jawor Kal Kamień Karp Kas Klim Kop Kos Krzem Kub Kul Kup Lip Lis Lub Łaz Łub Mak Mal Marc Miel Modz Mor Mroz Nied Olch Orz Ost Paw Piech Piotr Pod Pol Prus Rad Rog Rud Rzep Sad Sik Skal Sob Sok Stach Staw Stru Szczep Szy Śliw Tar Tom Urb Wal Warch Wich Wiel Wil Wit Wol Wron Zab Zal Zar Zaw Żuk",
            "al iń ow ew an ar ol in ad ęt us el",
            "ski owski iński ewski ak czyk ek ik owicz ewicz arz ała ko ec uch icki ecki yński anek aszek ota as ała ura",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::Given(30),
    feminine: "ski/ska cki/cka",
    spellings: &[
        "ł/l Ł/L *",
        "ł/l ń/n ó/u ą/on ę/en ż/zh ś/sh sz/sh cz/ch w/v rz/zh ć/ch Ł/L *",
        "w/v k/ck j/y ł/l Ł/L *",
    ],
};

/// Beginnings of family names of the east: trades, beasts, trees, given names.
const EAST_STARTS: &str = "Shcheg/Щег Khrap/Храп Zhur/Жур Tsvet/Цвет Bor/Бор Yakush/Якуш Grib/Гриб Kuz/Куз Medv/Медв Chern/Черн Ladozh/Ладож Osok/Осок Ryab/Ряб Vesel/Весел Lap/Лап Dubr/Дубр Bel/Бел Ber/Бер Bogd/Богд Bolot/Болот Bur/Бур Byk/Бык Vas/Вас Vin/Вин Vlad/Влад Volk/Волк Vor/Вор Gal/Гал Gavr/Гавр Gol/Гол Gonch/Гонч Gor/Гор Gus/Гус Dan/Дан Dem/Дем Dol/Дол Drozd/Дрозд Yev/Ев Yer/Ер Zab/Заб Zhel/Жел Zim/Зим Zub/Зуб Il/Ил Kal/Кал Kap/Кап Karp/Карп Kir/Кир Klim/Клим Kov/Ков Kol/Кол Kon/Кон Kor/Кор Kost/Кост Krut/Крут Kul/Кул Kush/Куш Lev/Лев Leb/Леб Luk/Лук Lyub/Люб Mak/Мак Mal/Мал Mart/Март Mish/Миш Mor/Мор Naz/Наз Nik/Ник Nov/Нов Ovch/Овч Orl/Орл Pan/Пан Pol/Пол Pot/Пот Prok/Прок Rog/Рог Rud/Руд Sav/Сав Sav/Сав Sem/Сем Ser/Сер Sid/Сид Skv/Скв Sob/Соб Sol/Сол Step/Степ Sukh/Сух Tar/Тар Tim/Тим Tik/Тик Trof/Троф Tur/Тур Ush/Уш Fad/Фад Fil/Фил Kham/Хам Khol/Хол Tsar/Цар Chap/Чап Cheb/Чеб Shal/Шал Shev/Шев Shib/Шиб Shub/Шуб Shcherb/Щерб Yur/Юр Yag/Яг";
const EAST_INNER: &str =
    "an/ан in/ин or/ор ol/ол ar/ар on/он ik/ик at/ат ush/уш el/ел un/ун om/ом al/ал er/ер ash/аш yak/як";
const EAST_RARE_STARTS: &str = "Vlad/Влад Svyat/Свят Yar/Яр Rost/Рост Mir/Мир Rad/Рад Dobr/Добр Bor/Бор Lyub/Люб Vsev/Всев Mst/Мст Izyas/Изяс Ven/Вен Gost/Гост Bog/Бог Vel/Вел Milor/Милор Stan/Стан Tikh/Тих Avgust/Август Valer/Валер Ver/Вер Kim/Ким Mart/Март El/Эл Ark/Арк Akim/Аким Yel/Ел Gal/Гал Zor/Зор";
const EAST_RARE_INNER: &str = "i/и o/о is/ис im/им en/ен al/ал";
/// Russian and Belarusian.
pub(super) const RUSSIAN: Region = Region {
    countries: "RU RU RU RU BY KZ MD",
    share: 8,
    men: Names {
        common: "Aleksandr/Александр/Sasha Sergey/Сергей/Seryozha Vladimir/Владимир/Volodya Andrey/Андрей/Andryusha Aleksey/Алексей/Alyosha Dmitriy/Дмитрий/Dima Nikolay/Николай/Kolya Mikhail/Михаил/Misha Yevgeniy/Евгений/Zhenya Ivan/Иван/Vanya Viktor/Виктор/Vitya Yuriy/Юрий/Yura Anatoliy/Анатолий/Tolya Igor/Игорь Oleg/Олег Maksim/Максим/Maks Roman/Роман/Roma Vasiliy/Василий/Vasya Valeriy/Валерий/Valera Pavel/Павел/Pasha Denis/Денис Konstantin/Константин/Kostya Artyom/Артём/Tyoma Anton/Антон/Tosha Vyacheslav/Вячеслав/Slava Ilya/Илья Kirill/Кирилл Vitaliy/Виталий/Vitalik Nikita/Никита Gennadiy/Геннадий/Gena Boris/Борис/Borya Vadim/Вадим/Vadik Ruslan/Руслан Stanislav/Станислав/Stas Leonid/Леонид/Lyonya Pyotr/Пётр/Petya Danila/Данила Grigoriy/Григорий/Grisha Timur/Тимур Egor/Егор Marat/Марат Rustam/Рустам Arkadiy/Аркадий/Arkasha Eduard/Эдуард/Edik Fyodor/Фёдор/Fedya Stepan/Степан/Styopa Gleb/Глеб Semyon/Семён/Syoma Lev/Лев/Lyova Georgiy/Георгий/Gosha Yaroslav/Ярослав/Yarik Matvey/Матвей Zakhar/Захар Timofey/Тимофей/Tima Ramil/Рамиль Albert/Альберт German/Герман Rodion/Родион Makar/Макар Prokhor/Прохор",
        percent: 94,
        flat: 22,
        made: [
            EAST_RARE_STARTS,
            EAST_RARE_INNER,
            "oslav/ослав omir/омир ian/иан in/ин ey/ей entiy/ентий on/он at/ат",
        ],
    },
    women: Names {
        common: "Yelena/Елена/Lena Tatyana/Татьяна/Tanya Olga/Ольга/Olya Natalya/Наталья/Natasha Irina/Ирина/Ira Svetlana/Светлана/Sveta Anna/Анна/Anya Yekaterina/Екатерина/Katya Galina/Галина/Galya Lyudmila/Людмила/Lyuda Marina/Марина Mariya/Мария/Masha Nina/Нина Anastasiya/Анастасия/Nastya Yuliya/Юлия/Yulya Valentina/Валентина/Valya Nadezhda/Надежда/Nadya Larisa/Лариса/Lara Lyubov/Любовь/Lyuba Oksana/Оксана Viktoriya/Виктория/Vika Vera/Вера Aleksandra/Александра/Sasha Kseniya/Ксения/Ksyusha Darya/Дарья/Dasha Alla/Алла Zoya/Зоя Tamara/Тамара/Toma Alina/Алина Lidiya/Лидия/Lida Veronika/Вероника/Nika Polina/Полина/Polya Inna/Инна Margarita/Маргарита/Rita Raisa/Раиса/Raya Sofya/Софья/Sonya Diana/Диана Kristina/Кристина Alyona/Алёна Yana/Яна Elvira/Эльвира/Elya Zinaida/Зинаида/Zina Antonina/Антонина/Tonya Klavdiya/Клавдия/Klava Guzel/Гузель Angelina/Ангелина/Gelya Varvara/Варвара/Varya Yevgeniya/Евгения/Zhenya Zhanna/Жанна Rimma/Римма",
        percent: 95,
        flat: 22,
        made: [
            EAST_RARE_STARTS,
            EAST_RARE_INNER,
            "ena/ена oslava/ослава ina/ина iana/иана etta/етта ira/ира ita/ита",
        ],
    },
    family: Names {
        common: "Ivanov/Иванов Smirnov/Смирнов Kuznetsov/Кузнецов Popov/Попов Vasilyev/Васильев Petrov/Петров Sokolov/Соколов Mikhaylov/Михайлов Novikov/Новиков Fyodorov/Фёдоров Morozov/Морозов Volkov/Волков Alekseyev/Алексеев Lebedev/Лебедев Semyonov/Семёнов Yegorov/Егоров Pavlov/Павлов Kozlov/Козлов Stepanov/Степанов Nikolayev/Николаев Orlov/Орлов Andreyev/Андреев Makarov/Макаров Nikitin/Никитин Zakharov/Захаров Zaytsev/Зайцев Solovyov/Соловьёв Borisov/Борисов Yakovlev/Яковлев Grigoryev/Григорьев Romanov/Романов Vorobyov/Воробьёв Sergeyev/Сергеев Kovalenko/Коваленко Tsvetkov/Цветков Zhukov/Жуков Shcherbakov/Щербаков Akhmetov/Ахметов Ibragimov/Ибрагимов Magomedov/Магомедов",
        percent: 14,
        flat: 9,
        made: [
            EAST_STARTS,
            EAST_INNER,
            "ov/ов in/ин ev/ев anov/анов ovskiy/овский ikhin/ихин ulin/улин akov/аков yev/ьев nikov/ников shin/шин kov/ков khin/хин ayev/аев tsev/цев yonov/ёнов enkov/енков chikov/чиков ygin/ыгин enko/енко uk/ук yakin/якин",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::Patronymic(65, "ovich/ович ovna/овна evich/евич evna/евна ich/ич ichna/ична"),
    feminine: "ov/ova ev/eva in/ina yov/yova skiy/skaya ов/ова ев/ева ин/ина ёв/ёва ский/ская",
    spellings: &[
        "iy/y ye/e yo/e ey/ei ay/ai",
        "iy/ii yu/iu ya/ia yo/e ts/tc y/i kh/kh",
        "shch/chtch sh/ch ch/tch zh/j u/ou iy/i ya/ia yu/iou",
        "shch/schtsch sh/sch ch/tsch zh/sch kh/ch v/w ya/ja yu/ju iy/ij ye/je z/s",
    ],
};

/// Ukrainian.
pub(super) const UKRAINIAN: Region = Region {
    countries: "UA",
    share: 4,
    men: Names {
        common: "Oleksandr/Олександр/Sashko Serhii/Сергій/Serhiiko Volodymyr/Володимир/Vova Mykola/Микола/Kolia Andrii/Андрій Ivan/Іван Vasyl/Василь Viktor/Віктор Yurii/Юрій Oleh/Олег Ihor/Ігор Mykhailo/Михайло/Mykhas Vitalii/Віталій Petro/Петро Anatolii/Анатолій/Tolia Dmytro/Дмитро/Dima Oleksii/Олексій/Olexa Valerii/Валерій Roman/Роман Bohdan/Богдан Yevhen/Євген/Zhenia Maksym/Максим Artem/Артем Taras/Тарас Ruslan/Руслан Stepan/Степан Vladyslav/Владислав/Vlad Denys/Денис Yaroslav/Ярослав/Slavko Pavlo/Павло/Pasha Nazar/Назар Stanislav/Станіслав Konstiantyn/Костянтин/Kostia Hryhorii/Григорій/Hryts Vadym/Вадим Leonid/Леонід Kyrylo/Кирило Borys/Борис Danylo/Данило Anton/Антон Ostap/Остап Illia/Ілля Nikita/Нікіта Orest/Орест Zenovii/Зеновій Myroslav/Мирослав Rostyslav/Ростислав Liubomyr/Любомир Marian/Мар'ян Tymofii/Тимофій",
        percent: 93,
        flat: 18,
        made: [
            EAST_RARE_STARTS,
            EAST_RARE_INNER,
            "oslav/ослав omyr/омир ian/іан yn/ин ii/ій on/он an/ан",
        ],
    },
    women: Names {
        common: "Olena/Олена/Lena Tetiana/Тетяна/Tania Oksana/Оксана Nataliia/Наталія/Natalka Iryna/Ірина/Ira Olha/Ольга/Olia Svitlana/Світлана/Svieta Liudmyla/Людмила/Liuda Halyna/Галина/Halia Mariia/Марія/Marichka Hanna/Ганна Valentyna/Валентина/Valia Yuliia/Юлія Anna/Анна Nina/Ніна Nadiia/Надія Liubov/Любов/Liuba Kateryna/Катерина/Katia Viktoriia/Вікторія/Vika Larysa/Лариса Inna/Інна Anastasiia/Анастасія/Nastia Alla/Алла Maryna/Марина Lesia/Леся Yana/Яна Lidiia/Лідія Vira/Віра Khrystyna/Христина/Khrystia Sofiia/Софія Daryna/Дарина Bohdana/Богдана Solomiia/Соломія Zoriana/Зоряна Raisa/Раїса Yevheniia/Євгенія Myroslava/Мирослава Stefaniia/Стефанія Alina/Аліна Zhanna/Жанна",
        percent: 94,
        flat: 18,
        made: [
            EAST_RARE_STARTS,
            EAST_RARE_INNER,
            "ena/ена oslava/ослава yna/ина iana/іана yra/ира",
        ],
    },
    family: Names {
        common: "Melnyk/Мельник Shevchenko/Шевченко Boiko/Бойко Kovalenko/Коваленко Bondarenko/Бондаренко Tkachenko/Ткаченко Kovalchuk/Ковальчук Kravchenko/Кравченко Oliinyk/Олійник Shevchuk/Шевчук Koval/Коваль Polishchuk/Поліщук Bondar/Бондар Tkachuk/Ткачук Moroz/Мороз Marchenko/Марченко Lysenko/Лисенко Rudenko/Руденко Savchenko/Савченко Petrenko/Петренко Klymenko/Клименко Pavlenko/Павленко Kravchuk/Кравчук Ivanenko/Іваненко Kuzmenko/Кузьменко Savchuk/Савчук Ponomarenko/Пономаренко Vasylenko/Василенко Levchenko/Левченко Khomenko/Хоменко Sydorenko/Сидоренко Romaniuk/Романюк Hrytsenko/Гриценко Panchenko/Панченко Zinchenko/Зінченко Mazur/Мазур",
        percent: 17,
        flat: 10,
        made: [
            EAST_STARTS,
            EAST_INNER,
            "enko/енко chuk/чук uk/ук iuk/юк yshyn/ишин skyi/ський ets/ець yk/ик ak/ак iv/ів ovskyi/овський ko/ко ych/ич ai/ай un/ун chenko/ченко nyk/ник ash/аш ukha/уха ura/ура",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::Patronymic(55, "ovych/ович ivna/івна iovych/йович ivna/ївна ych/ич ivna/івна"),
    feminine: "skyi/ska ський/ська",
    spellings: &[
        "ii/iy ia/ya iu/yu kh/h yi/y",
        "h/g y/i ii/ij ia/ja iu/ju",
        "ii/y i/yi shch/sch ts/tz",
        "sh/ch ch/tch zh/j u/ou ii/i",
    ],
};

const BALKAN_STARTS: &str = "Bog/Бог Brat/Брат Dob/Доб Drag/Драг Ljub/Љуб Mil/Мил Mir/Мир Rad/Рад Slav/Слав Stan/Стан Tih/Тих Vel/Вел Ved/Вед Vid/Вид Vlad/Влад Voj/Вој Vuk/Вук Zlat/Злат Zvon/Звон Živ/Жив Sret/Срет Svet/Свет Bor/Бор Cvet/Цвет Det/Дет Hran/Хран Gor/Гор Jar/Јар Krs/Крс Obr/Обр";
/// Serbian, Croatian and Bosnian.
pub(super) const SERBIAN: Region = Region {
    countries: "RS RS RS HR BA BA ME",
    share: 3,
    men: Names {
        common: "Dragan/Драган/Gagi Milan/Милан/Miki Nikola/Никола/Nidžo Marko/Марко Zoran/Зоран/Zoki Aleksandar/Александар/Aca Stefan/Стефан Goran/Горан Ivan/Иван Jovan/Јован Nenad/Ненад Dejan/Дејан Petar/Петар/Pera Slobodan/Слободан/Boban Ivica/Ивица Željko/Жељко Josip/Јосип Vladimir/Владимир/Vlada Miroslav/Мирослав Nemanja/Немања Luka/Лука Dušan/Душан Mirko/Мирко Predrag/Предраг/Peđa Bojan/Бојан Darko/Дарко Miloš/Милош Branko/Бранко Igor/Игор Radovan/Радован Ante/Анте Tomislav/Томислав/Tomo Mladen/Младен Stjepan/Стјепан Emir/Емир Adnan/Аднан Senad/Сенад Mirza/Мирза Edin/Един Amir/Амир Jasmin/Јасмин Haris/Харис Samir/Самир Nedžad/Неџад Filip/Филип Uroš/Урош Vuk/Вук Lazar/Лазар Srđan/Срђан Saša/Саша Boris/Борис Davor/Давор Krešimir/Крешимир Hrvoje/Хрвоје Vedran/Ведран",
        percent: 84,
        flat: 20,
        made: [
            BALKAN_STARTS,
            "i/и o/о",
            "oslav/ослав omir/омир oljub/ољуб ivoj/ивој isav/исав orad/орад oje/оје enko/енко ota/ота adin/адин ojko/ојко utin/утин",
        ],
    },
    women: Names {
        common: "Marija/Марија/Maca Milica/Милица Ana/Ана Jelena/Јелена Ivana/Ивана Snežana/Снежана/Sneža Dragana/Драгана Gordana/Гордана/Goca Ljiljana/Љиљана/Ljilja Vesna/Весна Katarina/Катарина Biljana/Биљана Mirjana/Мирјана/Mira Slavica/Славица Nada/Нада Olivera/Оливера Svetlana/Светлана Sanja/Сања Danijela/Данијела Marina/Марина Tamara/Тамара Aleksandra/Александра Sonja/Соња Maja/Маја Jovana/Јована Zorica/Зорица Radmila/Радмила Branka/Бранка Jasmina/Јасмина Amra/Амра Lejla/Лејла Amina/Амина Selma/Селма Fatima/Фатима Senada/Сенада Kata/Ката Ružica/Ружица Ankica/Анкица Petra/Петра Nevena/Невена Teodora/Теодора Anđela/Анђела Nataša/Наташа",
        percent: 84,
        flat: 20,
        made: [
            BALKAN_STARTS,
            "i/и o/о",
            "oslava/ослава ica/ица omirka/омирка ka/ка inka/инка ijana/ијана ojka/ојка enka/енка ana/ана",
        ],
    },
    family: Names {
        common: "Jovanović/Јовановић Petrović/Петровић Nikolić/Николић Marković/Марковић Đorđević/Ђорђевић Stojanović/Стојановић Ilić/Илић Stanković/Станковић Pavlović/Павловић Milošević/Милошевић Horvat/Хорват Kovačević/Ковачевић Babić/Бабић Marić/Марић Jurić/Јурић Novak/Новак Knežević/Кнежевић Vuković/Вуковић Hodžić/Хоџић Hadžić/Хаџић Čengić/Ченгић Delić/Делић Popović/Поповић Todorović/Тодоровић Živković/Живковић Simić/Симић Ristić/Ристић Tomić/Томић Savić/Савић Božić/Божић Lukić/Лукић Perić/Перић Matić/Матић Blažević/Блажевић Grgić/Гргић Begić/Бегић",
        percent: 24,
        flat: 7,
        made: [
            "Ač/Ач Bab/Баб Baj/Бај Bank/Банк Bar/Бар Bas/Бас Bjel/Бјел Blag/Благ Bog/Бог Boj/Бој Bor/Бор Boš/Бош Brk/Брк Buk/Бук Crn/Црн Čol/Чол Čub/Чуб Dam/Дам Den/Ден Dob/Доб Drag/Драг Dur/Дур Đur/Ђур Fil/Фил Gaj/Гај Gav/Гав Gol/Гол Gor/Гор Grub/Груб Hal/Хал Has/Хас Ibr/Ибр Jak/Јак Jank/Јанк Kal/Кал Kar/Кар Klis/Клис Kol/Кол Kos/Кос Kral/Краљ Kur/Кур Lal/Лал Laz/Лаз Ljub/Љуб Mač/Мач Mal/Мал Mand/Манд Med/Мед Mih/Мих Mil/Мил Mitr/Митр Mrk/Мрк Muj/Муј Obr/Обр Omer/Омер Paj/Пај Pan/Пан Pej/Пеј Prod/Прод Rad/Рад Rak/Рак Raš/Раш Sal/Сал Sel/Сел Slad/Слад Spas/Спас Stev/Стев Šar/Шар Šim/Шим Šukr/Шукр Tad/Тад Tep/Теп Tur/Тур Udov/Удов Vas/Вас Vel/Вел Vid/Вид Vlah/Влах Vran/Вран Vuč/Вуч Zec/Зец Zor/Зор Žark/Жарк",
            "an/ан ar/ар in/ин ad/ад om/ом il/ил ol/ол iš/иш",
            "ić/ић ović/овић ević/евић ac/ац ak/ак čić/чић ija/ија ek/ек ina/ина ović/овић ijević/ијевић ov/ов ica/ица ski/ски ačić/ачић aš/аш elj/ељ",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::None,
    feminine: "",
    spellings: &[
        "đ/dj Đ/Dj *",
        "ć/tch č/tch š/ch ž/j đ/dj j/y Đ/Dj *",
        "š/sch đ/d Đ/D dž/dz v/w *",
    ],
};
