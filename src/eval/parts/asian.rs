//! India, Bangladesh, Vietnam, West Africa.
//!
//! Uses nothing. Written for this project, as all of `parts`.

use super::Middle;
use super::Names;
use super::Region;

const HINDI_STARTS: &str = "Ram/राम Shiv/शिव Hari/हरि Jag/जग Raj/राज Dev/देव Om/ओम Bal/बाल Chandra/चन्द्र Dharam/धर्म Guru/गुरु Kamal/कमल Man/मन Nand/नन्द Prem/प्रेम Sat/सत Sukh/सुख Surya/सूर्य Tej/तेज Vir/वीर Har/हर Jas/जस Kul/कुल Bhag/भग Lakh/लख";
/// Hindi and Panjabi.
pub(super) const HINDI: Region = Region {
    countries: "IN",
    share: 2,
    men: Names {
        common: "Rajesh/राजेश/Raju Sanjay/संजय/Sanju Rakesh/राकेश Suresh/सुरेश Ramesh/रमेश Vijay/विजय/Viju Manoj/मनोज/Manu Sunil/सुनील Anil/अनिल Ajay/अजय/Ajju Mukesh/मुकेश Ashok/अशोक Santosh/संतोष Dinesh/दिनेश Rahul/राहुल Amit/अमित Deepak/दीपक/Deepu Pankaj/पंकज Arun/अरुण Rajendra/राजेन्द्र/Rajan Ravi/रवि Vinod/विनोद Mahesh/महेश Naresh/नरेश Rohit/रोहित Sandeep/संदीप Vikas/विकास/Vicky Gurpreet/गुरप्रीत/Guri Harpreet/हरप्रीत Jaswinder/जसविंदर/Jassi Balwinder/बलविंदर Mohan/मोहन Krishna/कृष्ण/Kishan Gopal/गोपाल Shyam/श्याम Kishor/किशोर Abhishek/अभिषेक/Abhi Arjun/अर्जुन Nitin/नितिन Pradeep/प्रदीप Yogesh/योगेश/Yogi Bharat/भरत Imran/इमरान Salim/सलीम Irfan/इरफ़ान Aslam/असलम",
        percent: 68,
        flat: 14,
        made: [
            HINDI_STARTS,
            "",
            "esh/ेश lal/लाल kumar/कुमार prasad/प्रसाद pal/पाल dev/देव nath/नाथ mohan/मोहन inder/इन्दर deep/दीप jit/जीत want/वन्त vir/वीर bir/बीर das/दास sharan/शरण kishor/किशोर singh/सिंह",
        ],
    },
    women: Names {
        common: "Sunita/सुनीता/Sunu Anita/अनीता Geeta/गीता Rekha/रेखा Meena/मीना Pooja/पूजा Neha/नेहा Priya/प्रिया Seema/सीमा Asha/आशा Lakshmi/लक्ष्मी Usha/उषा Kavita/कविता Mamta/ममता Savita/सविता Sangeeta/संगीता Radha/राधा Manju/मंजू Suman/सुमन Kiran/किरण Shanti/शान्ति Poonam/पूनम Nirmala/निर्मला Sarita/सरिता Jyoti/ज्योति Ritu/ऋतु Shabana/शबाना Parveen/परवीन Manpreet/मनप्रीत/Mannu Kamla/कमला Pushpa/पुष्पा Saroj/सरोज Urmila/उर्मिला",
        percent: 74,
        flat: 14,
        made: [
            HINDI_STARTS,
            "",
            "wati/वती devi/देवी kumari/कुमारी mati/मती lata/लता preet/प्रीत jit/जीत maya/माया shri/श्री bala/बाला inder/इन्दर prabha/प्रभा",
        ],
    },
    family: Names {
        common: "Kumar/कुमार Singh/सिंह Sharma/शर्मा Devi/देवी Yadav/यादव Verma/वर्मा Gupta/गुप्ता Khan/ख़ान Kaur/कौर Patel/पटेल Mishra/मिश्रा Lal/लाल Prasad/प्रसाद Chauhan/चौहान Rathore/राठौर Thakur/ठाकुर Pandey/पाण्डेय Tiwari/तिवारी Joshi/जोशी Ansari/अंसारी Jain/जैन Agarwal/अग्रवाल Mehta/मेहता Shah/शाह Chaudhary/चौधरी Saini/सैनी Gill/गिल Malik/मलिक Das/दास Rawat/रावत Negi/नेगी Bisht/बिष्ट Dubey/दुबे Shukla/शुक्ला Srivastava/श्रीवास्तव",
        percent: 64,
        flat: 4,
        made: [
            "Ahl/अहल Bag/बग Bain/बैन Baj/बज Bal/बल Ban/बन Bar/बर Bat/बत Bed/बेद Bhag/भग Bhand/भण्ड Bhat/भट Bhul/भुल Chadd/चड्ढ Chand/चन्द Chopr/चोपर Dab/डब Dah/दह Dal/दल Dev/देव Dhar/धर Dhill/ढिल Dog/डोग Gadh/गढ Gar/गर Gau/गौ God/गोद Goy/गोय Grov/ग्रोव Hand/हाण्ड Jakh/जाख Jand/जण्ड Kak/कक Kal/कल Kamb/कम्ब Kapu/कपू Kath/कठ Khand/खण्ड Khar/खर Khet/खेत Koh/कोह Lamb/लाम्ब Lod/लोध Luth/लुथ Mah/मह Mal/मल Mand/मण्ड Math/मथ Min/मिन Mon/मोन Nag/नाग Nar/नर Paras/पराश Phog/फोग Pun/पुन Rand/रण्ड Rast/रस्त Saks/सक्स Sang/संग Seth/सेठ Sind/सिन्ध Sod/सोढ Tal/तल Tand/टण्ड Tom/तोम Tyag/त्याग Vas/वस Wadh/वाध",
            "an/न ar/र al/ल at/त",
            "wal/वाल i/ी a/ा ia/िया ani/ानी kar/कर war/वार ena/ेना hotra/होत्रा ari/ारी on/ोन u/ू pal/पाल era/ेरा anwal/नवाल dhar/धर ana/ाना",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::Given(20),
    feminine: "",
    spellings: &[
        "ee/i oo/u esh/eesh",
        "w/v aa/a ee/i sh/s",
        "dh/d th/t bh/b kh/k",
        "v/w i/ee u/oo",
        "esh/ish it/eet ay/ai",
    ],
};

const BENGALI_STARTS: &str = "Abdul_/আব্দুল_ Mohammad_/মোহাম্মদ_ Md_/মোঃ_ Nur/নুর Anw/আনও Az/আজ Jahang/জাহাঙ্গ Kab/কব Mahb/মাহব Mon/মন Raf/রফ Raz/রাজ Sah/সহ Taf/তাফ Zah/জহ";
/// Bengali.
pub(super) const BENGALI: Region = Region {
    countries: "BD BD BD IN",
    share: 1,
    men: Names {
        common: "Abdul_Karim/আব্দুল_করিম Rafiqul/রফিকুল/Rafiq Nazrul/নজরুল Shafiqul/শফিকুল/Shafiq Mizanur/মিজানুর/Mizan Habibur/হাবিবুর/Habib Mohammad_Ali/মোহাম্মদ_আলী Kamal/কামাল Jamal/জামাল Anwar/আনোয়ার Delwar/দেলোয়ার Monir/মনির Faruk/ফারুক Rashed/রাশেদ Sohel/সোহেল Shahin/শাহিন Masud/মাসুদ Sumon/সুমন Ripon/রিপন Liton/লিটন Saiful/সাইফুল Aminul/আমিনুল Jahangir/জাহাঙ্গীর Alamgir/আলমগীর Ashraful/আশরাফুল Tanvir/তানভীর Imran/ইমরান Arif/আরিফ Subrata/সুব্রত Tapan/তপন Swapan/স্বপন Dilip/দিলীপ",
        percent: 66,
        flat: 12,
        made: [
            BENGALI_STARTS,
            "",
            "ul/ুল ur/ুর im/িম iq/িক ir/ীর ud/ুদ ab/াব an/ান at/াত in/িন on/ন is/িস ad/াদ",
        ],
    },
    women: Names {
        common: "Fatema/ফাতেমা Ayesha/আয়েশা Nasima/নাসিমা Rokeya/রোকেয়া Salma/সালমা Shirin/শিরিন Taslima/তাসলিমা Nargis/নার্গিস Hasina/হাসিনা Khaleda/খালেদা Rehana/রেহানা Sabina/সাবিনা Jesmin/জেসমিন Parvin/পারভীন Moriam/মরিয়ম Rina/রিনা Shila/শীলা Lipi/লিপি Sharmin/শারমিন Farzana/ফারজানা Nusrat/নুসরাত Sumi/সুমি Mita/মিতা Ratna/রত্না",
        percent: 70,
        flat: 12,
        made: [
            "Nur/নুর Raf/রফ Sah/সহ Zah/জহ Kam/কম Jam/জম Am/আম Hab/হব Sel/সেল Mom/মম Nas/নস Raz/রজ Sham/শম",
            "",
            "ina/িনা ima/িমা ida/িদা iya/িয়া ela/েলা ana/ানা una/ুনা eka/েকা ira/িরা isa/িসা",
        ],
    },
    family: Names {
        common: "Islam/ইসলাম Hossain/হোসেন Rahman/রহমান Akter/আক্তার Begum/বেগম Khatun/খাতুন Ahmed/আহমেদ Uddin/উদ্দিন Khan/খান Miah/মিয়া Alam/আলম Chowdhury/চৌধুরী Sarkar/সরকার Das/দাস Haque/হক Mondal/মন্ডল Roy/রায় Ali/আলী Sheikh/শেখ Biswas/বিশ্বাস Talukder/তালুকদার Sikder/সিকদার Mollah/মোল্লা Bhuiyan/ভূঁইয়া Howlader/হাওলাদার Ghosh/ঘোষ Paul/পাল Saha/সাহা Molla/মোল্লা Matubbar/মাতুব্বর Pramanik/প্রামানিক",
        percent: 84,
        flat: 4,
        made: [
            "Bar/বড় Ban/বন Bhat/ভট Chak/চাক Dat/দত Deb/দেব Dhal/ঢাল Fak/ফক Gaz/গাজ Gom/গোম Gup/গুপ Haz/হাজ Jam/জাম Kab/কব Kar/কর Khal/খল Lask/লস্ক Maj/মজ Mal/মাল Man/মান Mir/মীর Mukh/মুখ Munsh/মুনশ Nand/নন্দ Pat/পাট Path/পাঠ Raj/রাজ Sam/সাম Sard/সর্দ San/সান Sut/সুত Thak/ঠাক",
            "",
            "er/ের i/ী a/া ar/ার ika/িকা erji/ার্জী dar/দার al/াল u/ু an/ান ik/িক hyay/োপাধ্যায় um/ুম ot/োত ur/ুর",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::Given(30),
    feminine: "",
    spellings: &[
        "o/a ossa/usai uddin/udden",
        "oha/uha q/k ee/i w/v",
        "er/ar ss/s ow/ou iah/ia",
        "f/ph z/j sh/s",
    ],
};

const VIETNAMESE_SYLLABLES: &str = "Hùng Tuấn Dũng Nam Minh Hải Sơn Long Thành Cường Bình Hoàng Đức Quân Hiếu Thắng Trung Phong Khánh Việt An Anh Bảo Chiến Công Đạt Đông Duy Giang Hà Hào Hậu Hòa Huy Khang Khoa Kiên Kỳ Lâm Linh Lộc Lợi Mạnh Nghĩa Nhân Nhật Phát Phú Phúc Quang Quốc Quý Sang Sinh Tài Tân Tấn Thái Thiện Thịnh Thông Tiến Tín Toàn Trí Trọng Trường Tú Tùng Vinh Vũ Vương Xuân Ý";
/// Vietnamese: a middle name before the name one is called by.
pub(super) const VIETNAMESE: Region = Region {
    countries: "VN",
    share: 1,
    men: Names {
        common: "Văn_Hùng//Hùng Văn_Tuấn//Tuấn Văn_Dũng//Dũng Văn_Nam//Nam Minh_Tuấn//Tuấn Văn_Thành//Thành Quốc_Hùng//Hùng Anh_Tuấn//Tuấn Đức_Anh//Đức Văn_Hải//Hải",
        percent: 9,
        flat: 9,
        made: [
            "Văn_ Đình_ Hữu_ Quang_ Minh_ Đức_ Xuân_ Ngọc_ Quốc_ Thanh_ Công_ Hoàng_ Anh_ Trọng_ Duy_ Bá_ Viết_ Thế_ Tiến_ Gia_ Nhật_ Tuấn_ Mạnh_ Phúc_ Trung_ Khắc_ Sỹ_ Vĩnh_",
            "",
            VIETNAMESE_SYLLABLES,
        ],
    },
    women: Names {
        common: "Thị_Lan//Lan Thị_Hoa//Hoa Thị_Hương//Hương Thị_Mai//Mai Thị_Hồng//Hồng Thị_Thu//Thu Thanh_Hương//Hương Thị_Hằng//Hằng Thị_Nga//Nga Ngọc_Anh//Ngọc",
        percent: 13,
        flat: 9,
        made: [
            "Thị_ Thị_Thu_ Thị_Ngọc_ Thị_Thanh_ Ngọc_ Thu_ Thanh_ Thị_Kim_ Kim_ Phương_ Bích_ Thị_Mỹ_ Mỹ_ Hồng_ Thúy_ Thị_Minh_ Quỳnh_ Minh_ Thị_Hồng_ Tuyết_ Như_ Khánh_",
            "",
            "Lan Hoa Hương Mai Hồng Thu Hằng Nga Hà Linh Trang Thảo Phương Anh Ngân Huyền Yến Nhung Oanh Thủy Dung Hạnh Hiền Loan Liên Vân Tâm Thơm Xuân Cúc Đào Diệp Dương Giang Hiếu Huệ Khanh Lệ Lý Minh My Nguyệt Nhi Nương Phượng Quyên Quỳnh Tâm Thắm Thoa Thư Thương Tiên Trâm Trinh Tuyết Uyên Vy Ý",
        ],
    },
    family: Names {
        common: "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Đào Lương Trương Hà Cao Thái Tạ Châu Vương Tô Quách La Lâm Phùng Chu Tăng Kiều Đoàn Huỳnh Bạch",
        percent: 98,
        flat: 0,
        made: [
            "Âu Cù Đàm Điền Doãn Giang Hứa Khổng Khuất Lưu Mạc Nghiêm Nhan Ninh Ông Phí Quan Sầm Thạch Tiêu Tống Từ Ung Văn Viên Yên",
            "",
            "",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::None,
    feminine: "",
    spellings: &["đ/d Đ/D *", "ph/f đ/d Đ/D *", "uy/ui nh/n đ/d Đ/D *"],
};

/// Nigeria, Ghana, Senegal and Cameroon.
pub(super) const WEST_AFRICAN: Region = Region {
    countries: "NG NG NG NG GH SN CM",
    share: 4,
    men: Names {
        common: "Musa Ibrahim Emmanuel//Emma Abubakar//Abu Chidi Emeka//Mekus Sani Mohammed//Mamoud Samuel//Sam Tunde//Tunji John Usman Ikenna//Ike Femi Joseph//Joe Sunday Kwame Yusuf Kofi Ousmane Peter Abdullahi//Abdul Moses Segun Mamadou Moussa Obinna//Obi Chukwuemeka//Emeka Bashir Aliyu Ifeanyi//Ify Kwabena Yaw Uche Isaac Victor Friday Godwin Monday Umar Adamu Cheikh Modou Ibrahima Kayode Wale Dele Rotimi Biodun Gbenga Nnamdi Kelechi//Kele Chinedu//Nedu Collins Stanley Blessing Festus Innocent Kwaku Kojo",
        percent: 58,
        flat: 14,
        made: [
            "Olu Ade Ola Baba Oluwa Ayo Ife Chi Chukwu Ugo Oke Ikem Nna Obi Uzo Ono Osa Omo Aki Kola Adel Chin Ebu Ehi Ene Iyo Mbo Nko Oro Tam",
            "",
            "seun wale tobi femi dayo bayo kunle segun dele niyi gbenga yemi ma nonso emeka ka ebuka nedu dozie zor bueze rinze somto lum ghae sas tade fisayo lekan tunji",
        ],
    },
    women: Names {
        common: "Amina//Mina Grace Blessing Ngozi Fatima Mary Aisha Esther Hauwa Folake Joy Adaeze//Ada Halima Patience Maryam Ifeoma//Ify Chioma Funmilayo//Funmi Peace Faith Comfort Aminata Fatou Aïssatou//Aïcha Ama Akosua Abena Adwoa Efua Zainab Khadija Rahila Hadiza Nkechi//Kechi Chinyere Obiageli//Oby Yetunde Bukola//Bukky Titilayo//Titi Bisi Ronke Uju Amaka Ebere Mariama Awa Rokhaya Ndeye Stella Florence Rose Victoria Charity Happiness",
        percent: 58,
        flat: 14,
        made: [
            "Olu Ade Ola Oluwa Ayo Ife Chi Chi Ugo Oke Nne Obi Uzo Ono Osa Omo Adel Chin Ebu Ehi Ene Iyo Mbo Nwa",
            "",
            "funke bunmi yinka tola shola dunni moke ronke yemisi nike amaka nenye dinma oma nwe zoba goli kamsi somma bukola wunmi folarin motunde kemi",
        ],
    },
    family: Names {
        common: "Ibrahim Musa Abubakar Mohammed Okafor Okeke Eze Bello Usman Diallo Diop Mensah Owusu Ndiaye Okoro Yusuf Obi Adeyemi Balogun Aliyu Sani Umar Osei Boateng Fall Sow Ba Nwosu Onyekachi Okonkwo Adamu Lawal Johnson Williams Asante Ojo Suleiman Danladi Fofana Traoré Barry Sarr Gueye Njoya Tabi",
        percent: 26,
        flat: 9,
        made: [
            "Oke Ade Nwa Obi Ola Eze Aki Uzo Igbo Dan Olu Ogun Oye Oyin Ani Anya Chuk Ebe Egbu Eke Eme Ene Ezi Ike Ile Ino Iro Iwu Mba Mgba Nna Nne Nno Nwo Odi Odu Ofo Ogbo Oha Oji Oko Oma Ona Onu Onwu Oru Osu Oti Ovi Owo Ozo Uba Uche Udo Ufo Uga Ugwu Uka Ume Una Uwa Ayo Awo Ala Ari Baba Bami Bolu Dada Fale Fasi Ife Jola Kolo Maku Mako Omo Oso Oto Owo Shono Sowo Taiwo",
            "le ra no go ma wu ke si ri",
            "chukwu wale nkwo yemi dele kere tunde biyi juma goke gbola leke tola sanya soye kanmi nubi duru kwe nwa bueze mezie nma rah dike jiaku zie gwu bara fe lade moye niran laja sola yinka ruwa bisi lana",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::Given(45),
    feminine: "",
    spellings: &[
        "ou/u dj/j ck/k",
        "u/ou sh/ch w/ou",
        "kw/qu ch/c gb/b",
        "hammed/hamad bubakar/boubacar braheem/brahim usman/ousmane",
        "e/eh yemi/yemmi ll/l aa/a",
    ],
};
