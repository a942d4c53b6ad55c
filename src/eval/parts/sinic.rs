//! China, Japan, Korea.
//!
//! Uses nothing. Written for this project, as all of `parts`. Family names are few in China and Korea,
//! and given names are made of two signs out of many.

use super::Middle;
use super::Names;
use super::Region;

const CHINESE_FIRST: &str = "Jian/建 Zhi/志 Xiao/晓 Guo/国 Wen/文 Yong/永 Ming/明 Hai/海 Jun/俊 Zi/子 Xin/新 Chun/春 Yu/玉 Da/大 Shi/世 De/德 Jin/金 Hong/红 Jia/家 Zhen/振 Bao/宝 Yi/一 Qing/庆 Shao/少 Rui/瑞 Chang/长 Fu/福 Ai/爱 Dong/东 Guang/光 Hao/浩 Hui/慧 Ji/吉 Li/立 Lian/连 Mei/美 Peng/鹏 Qi/启 Ren/仁 Shu/树 Si/思 Tian/天 Wei/维 Xian/先 Xue/学 Yan/彦 Ying/英 Yuan/元 Yun/云 Zhong/忠 Zu/祖 Cheng/成 Cui/翠 Feng/凤 Han/汉 Kai/凯 Lin/林 Nian/年 Pei/培 Run/润 Song/松 Tao/涛 Xiang/祥 Yang/阳 Zhao/兆";
/// Chinese.
pub(super) const CHINESE: Region = Region {
    countries: "CN",
    share: 2,
    men: Names {
        common: "Wei/伟 Qiang/强 Lei/磊 Jun/军 Yong/勇 Jie/杰 Tao/涛 Chao/超 Ming/明 Gang/刚 Ping/平 Hui/辉 Peng/鹏 Bin/斌 Bo/波 Hao/浩 Kai/凯 Liang/亮 Long/龙 Feng/峰 Xin/鑫 Yu/宇 Bing/兵 Fei/飞 Hai/海 Jian/健 Lin/林 Xiang/翔",
        percent: 17,
        flat: 5,
        made: [
            CHINESE_FIRST,
            "",
            "guo/国 hua/华 ping/平 ming/明 jun/军 wei/伟 qiang/强 feng/峰 hui/辉 lin/林 liang/亮 bo/波 cheng/成 dong/东 fa/发 gang/刚 hai/海 hong/宏 jie/杰 kun/坤 long/龙 min/民 peng/鹏 qing/清 rong/荣 sheng/生 tao/涛 xiang/祥 xing/兴 yi/义 yong/勇 yuan/远 zhong/忠 an/安 biao/彪 chun/春 de/德 fu/福 hao/豪 jiang/江 kai/凯 lei/雷 nan/南 quan/全 shan/山 wen/文 xuan/轩 yang/洋 ze/泽 zhi/志 chen/晨 bin/斌 gen/根 he/和",
        ],
    },
    women: Names {
        common: "Fang/芳 Na/娜 Min/敏 Jing/静 Li/丽 Yan/艳 Juan/娟 Xia/霞 Ting/婷 Xue/雪 Hui/慧 Ying/英 Yun/云 Mei/梅 Qian/倩 Lan/兰 Hong/红 Ling/玲 Dan/丹 Ping/萍 Jie/洁 Li/莉 Yue/月 Lu/璐",
        percent: 17,
        flat: 5,
        made: [
            CHINESE_FIRST,
            "",
            "ying/英 hua/华 lan/兰 zhen/珍 fang/芳 mei/梅 xia/霞 ping/萍 ling/玲 hong/红 yan/燕 juan/娟 li/丽 min/敏 xiang/香 qin/琴 yu/玉 e/娥 rong/蓉 feng/凤 hui/慧 jing/静 jie/洁 ting/婷 yun/云 zhu/珠 ju/菊 qing/青 xiu/秀 lian/莲 ru/如 na/娜 han/涵 xuan/萱 yi/怡 xin/欣 tong/彤 yue/月 shan/珊",
        ],
    },
    family: Names {
        common: "Wang/王 Li/李 Zhang/张 Liu/刘 Chen/陈 Yang/杨 Huang/黄 Zhao/赵 Wu/吴 Zhou/周 Xu/徐 Sun/孙 Ma/马 Zhu/朱 Hu/胡 Guo/郭 He/何 Lin/林 Gao/高 Luo/罗 Zheng/郑 Liang/梁 Xie/谢 Song/宋 Tang/唐 Xu/许 Han/韩 Deng/邓 Feng/冯 Cao/曹 Peng/彭 Zeng/曾 Xiao/肖 Tian/田 Dong/董 Pan/潘 Yuan/袁 Cai/蔡 Jiang/蒋 Yu/余 Du/杜 Ye/叶 Cheng/程 Wei/魏 Su/苏 Lü/吕 Ding/丁 Ren/任 Lu/卢 Yao/姚 Shen/沈 Zhong/钟 Jiang/姜 Cui/崔 Tan/谭 Lu/陆 Fan/范 Wang/汪 Liao/廖 Shi/石 Jin/金 Wei/韦 Jia/贾 Xia/夏 Fu/付 Fang/方 Zou/邹 Xiong/熊 Bai/白 Meng/孟 Qin/秦 Qiu/邱 Hou/侯 Jiang/江 Yin/尹 Xue/薛 Yan/闫 Duan/段 Lei/雷 Long/龙 Li/黎 Shi/史 Tao/陶 He/贺 Mao/毛 Hao/郝 Gu/顾 Gong/龚 Shao/邵 Wan/万 Qian/钱 Yan/严",
        percent: 95,
        flat: 3,
        made: [
            "Ai/艾 An/安 Bao/包 Bian/卞 Bo/薄 Chai/柴 Chang/常 Chi/池 Chu/褚 Dai/戴 Di/狄 Dou/窦 Fei/费 Fu/傅 Gan/甘 Ge/葛 Geng/耿 Guan/关 Hang/杭 Hong/洪 Hua/华 Huo/霍 Ji/季 Jing/荆 Ju/鞠 Kang/康 Ke/柯 Kong/孔 Kou/寇 Kuang/邝 Lan/兰 Lang/郎 Leng/冷 Ling/凌 Lou/娄 Mei/梅 Miao/苗 Min/闵 Mo/莫 Mu/穆 Ni/倪 Nie/聂 Ning/宁 Niu/牛 Ouyang/欧阳 Pang/庞 Pei/裴 Pu/蒲 Qi/齐 Qu/曲 Rao/饶 Ruan/阮 Sha/沙 Shang/尚 Shangguan/上官 She/佘 Sheng/盛 Shu/舒 Situ/司徒 Tong/童 Tu/涂 Wen/温 Weng/翁 Wu/武 Xi/席 Xiang/向 Xin/辛 Xing/邢 Yue/岳 Yun/云 Zang/臧 Zha/查 Zhan/詹 Zhuang/庄 Zhuo/卓 Zuo/左",
            "",
            "",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::None,
    feminine: "",
    spellings: &[
        "zh/ch x/hs q/ch j/ch ou/ow",
        "zh/ts x/s q/ts ang/ong",
        "ü/u zh/dj x/hs",
    ],
};

/// Japanese.
pub(super) const JAPANESE: Region = Region {
    countries: "JP",
    share: 1,
    men: Names {
        common: "Hiroshi/浩 Takashi/隆 Makoto/誠 Kenji/健二 Yoshio/義雄 Kazuo/和夫 Shigeru/茂 Akira/明 Satoshi/聡 Minoru/実 Kiyoshi/清 Tsuyoshi/剛 Manabu/学 Masaru/勝 Osamu/修 Hideki/秀樹 Naoki/直樹 Daisuke/大輔 Kenta/健太 Shota/翔太 Takuya/拓也 Kazuya/和也 Tetsuya/哲也 Yuta/雄太 Ryo/亮 Jun/淳 Isao/功 Susumu/進 Noboru/昇 Ichiro/一郎 Saburo/三郎 Daiki/大輝 Sho/翔 Tsubasa/翼 Ren/蓮",
        percent: 40,
        flat: 8,
        made: [
            "Hiro/広 Yoshi/義 Kazu/和 Masa/正 Nobu/信 Taka/孝 Toshi/俊 Haru/春 Hide/秀 Tomo/友 Nao/直 Yasu/康 Shin/真 Ken/健 Kei/圭 Michi/道 Mitsu/光 Mune/宗 Nori/則 Sada/貞 Shige/重 Tada/忠 Tatsu/達 Yuki/幸 Aki/明 Atsu/敦 Fumi/文 Iwa/岩 Katsu/勝 Kuni/邦",
            "",
            "o/男 shi/志 hiko/彦 aki/昭 hiro/弘 yuki/之 nori/紀 ki/樹 taka/貴 to/人 ya/也 kazu/一 ji/治 zo/三 suke/介 ro/郎 ta/太 masa/正 haru/晴 tsugu/次 mi/巳 hei/平 nobu/伸",
        ],
    },
    women: Names {
        common: "Yoko/洋子 Kazuko/和子 Keiko/恵子 Sachiko/幸子 Hiroko/裕子 Yumiko/由美子 Kumiko/久美子 Akemi/明美 Naomi/直美 Mayumi/真由美 Tomoko/智子 Junko/順子 Noriko/典子 Michiko/道子 Megumi/恵 Ai/愛 Mai/舞 Misaki/美咲 Aya/彩 Yuka/由佳 Haruka/遥 Emi/恵美 Rie/理恵 Kaori/香織 Miho/美穂 Yui/結衣 Chiyo/千代 Fumi/文 Hana/花 Kiyo/清 Midori/緑 Sakura/桜 Aoi/葵",
        percent: 45,
        flat: 8,
        made: [
            "Hiro/裕 Yoshi/良 Kazu/和 Masa/昌 Nobu/信 Taka/貴 Toshi/敏 Haru/春 Hide/英 Tomo/友 Nao/直 Yasu/靖 Mi/美 Chi/千 Sa/佐 Yu/優 Mari/真理 Eri/絵里 Fumi/文 Kimi/君 Setsu/節 Sumi/澄 Tama/玉 Teru/照",
            "",
            "ko/子 mi/美 e/恵 ka/香 yo/代 na/奈 ho/穂 ri/里 ki/紀 no/乃 sa/沙 yo/世 ha/葉 o/緒",
        ],
    },
    family: Names {
        common: "Sato/佐藤 Suzuki/鈴木 Takahashi/高橋 Tanaka/田中 Watanabe/渡辺 Ito/伊藤 Yamamoto/山本 Nakamura/中村 Kobayashi/小林 Kato/加藤 Yoshida/吉田 Yamada/山田 Sasaki/佐々木 Yamaguchi/山口 Matsumoto/松本 Inoue/井上 Kimura/木村 Hayashi/林 Saito/斎藤 Shimizu/清水 Yamazaki/山崎 Mori/森 Abe/阿部 Ikeda/池田 Hashimoto/橋本 Ishikawa/石川 Yamashita/山下 Ogawa/小川 Ishii/石井 Hasegawa/長谷川 Goto/後藤 Okada/岡田 Kondo/近藤 Maeda/前田 Fujita/藤田 Endo/遠藤 Aoki/青木 Sakamoto/坂本 Murakami/村上 Ota/太田",
        percent: 25,
        flat: 12,
        made: [
            "Ao/青 Aka/赤 Kuro/黒 Shira/白 Ishi/石 Iwa/岩 Ike/池 Ima/今 Ue/上 Uchi/内 Umi/海 Ume/梅 E/江 O/大 Oka/岡 Oki/沖 Oku/奥 Kata/片 Kane/金 Kami/神 Kawa/川 Kita/北 Kishi/岸 Kuri/栗 Kubo/久保 Kuma/熊 Ko/小 Saka/坂 Saki/崎 Sawa/沢 Shima/島 Shimo/下 Sugi/杉 Taka/高 Taki/滝 Take/竹 Tani/谷 Tsuka/塚 Tera/寺 Toku/徳 Toyo/豊 Naka/中 Naga/長 Nishi/西 No/野 Hara/原 Haya/早 Hira/平 Higashi/東 Hiro/広 Fuka/深 Fuji/藤 Furu/古 Hoso/細 Hori/堀 Mae/前 Matsu/松 Maru/丸 Mizu/水 Minami/南 Miya/宮 Mura/村 Mori/森 Ya/矢 Yama/山 Yone/米 Yoshi/吉 Wata/綿",
            "",
            "da/田 moto/本 mura/村 yama/山 kawa/川 no/野 i/井 saki/崎 shima/島 hara/原 guchi/口 uchi/内 ta/田 ki/木 shita/下 zawa/沢 tani/谷 mori/森 naka/中 matsu/松 ue/上 bayashi/林 da/田 kura/倉 bashi/橋 zuka/塚 se/瀬 be/部 sato/里 numa/沼 ishi/石 sugi/杉 wa/輪 mizu/水 oka/岡 machi/町 tsu/津 hama/浜 ie/家 michi/道 do/戸",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::None,
    feminine: "",
    spellings: &[
        "shi/si chi/ti tsu/tu ji/zi fu/hu sho/syo",
        "o/oh yu/yuu",
        "o/ou tsu/tzu",
    ],
};

/// Korean.
pub(super) const KOREAN: Region = Region {
    countries: "KR KR KR KP",
    share: 1,
    men: Names {
        common: "Jun/준 Hyun/현 Hun/훈 Jin/진 Woong/웅 Hyeok/혁 Cheol/철 Gyu/규 San/산 Geon/건",
        percent: 3,
        flat: 8,
        made: [
            "Min/민 Sang/상 Ji/지 Dong/동 Tae/태 Jun/준 Sung/성 Young/영 Jae/재 Hyun/현 Seung/승 Jin/진 Jong/종 Ki/기 Kwang/광 Kyung/경 Byung/병 Chang/창 Chul/철 Dae/대 Do/도 Eun/은 Geun/근 Gun/건 Ha/하 Hee/희 Ho/호 In/인 Jung/정 Kang/강 Kyu/규 Moon/문 Myung/명 Nam/남 Sun/선 Suk/석 Si/시 Woo/우 Won/원 Yong/용 Yun/윤 Hong/홍 Hak/학 Doo/두 Seo/서 Yeon/연",
            "",
            "-ho/호 -hun/훈 -won/원 -uk/욱 -gyu/규 -seo/서 -soo/수 -ho/호 -jun/준 -min/민 -hyun/현 -woo/우 -jin/진 -sik/식 -chul/철 -ki/기 -hwan/환 -il/일 -yong/용 -seok/석 -bin/빈 -tae/태 -sung/성 -kyun/균 -bum/범 -joo/주 -hee/희 -kwon/권 -jae/재 -ha/하 -yul/율 -pyo/표 -keun/근 -dong/동 -man/만 -ryong/룡 -chan/찬 -hyuk/혁 -eon/언",
        ],
    },
    women: Names {
        common: "Eun/은 Sol/솔 Jin/진 Yoon/윤 Bom/봄 Seul/슬 Ran/란 Hye/혜 Byeol/별 Na/나",
        percent: 3,
        flat: 8,
        made: [
            "Eun/은 Su/수 Hye/혜 Mi/미 Ji/지 Young/영 Jung/정 Yoo/유 Min/민 Seo/서 Soo/수 Hyun/현 Kyung/경 Sun/순 Myung/명 Ok/옥 In/인 Ae/애 Bo/보 Da/다 Ga/가 Ha/하 Hee/희 Jin/진 Joo/주 Kum/금 Mal/말 Na/나 Ra/라 Seon/선 So/소 Ye/예 Yeon/연 Yun/윤 Chae/채 Chun/춘",
            "",
            "-ji/지 -bin/빈 -rin/린 -gyeong/경 -young/영 -sook/숙 -hee/희 -ja/자 -sun/순 -mi/미 -jung/정 -yeon/연 -ah/아 -won/원 -jin/진 -eun/은 -hye/혜 -hwa/화 -ran/란 -kyung/경 -sil/실 -in/인 -seon/선 -na/나 -ra/라 -yi/이 -ju/주 -ae/애 -ok/옥 -seo/서 -rim/림 -sol/솔",
        ],
    },
    family: Names {
        common: "Kim/김 Lee/이 Park/박 Choi/최 Jung/정 Kang/강 Cho/조 Yoon/윤 Jang/장 Lim/임 Han/한 Oh/오 Seo/서 Shin/신 Kwon/권 Hwang/황 Ahn/안 Song/송 Ryu/류 Hong/홍 Jeon/전 Ko/고 Moon/문 Son/손 Yang/양 Bae/배 Baek/백 Heo/허 Nam/남 Shim/심 Noh/노 Ha/하 Kwak/곽 Sung/성 Cha/차 Joo/주 Woo/우 Koo/구 Min/민 Yoo/유 Na/나 Jin/진 Ji/지 Um/엄 Chae/채",
        percent: 98,
        flat: 0,
        made: [
            "Ban/반 Bang/방 Bong/봉 Byun/변 Chu/추 Chun/천 Do/도 Eun/은 Gil/길 Gong/공 Gu/구 Hyun/현 In/인 Je/제 Kyung/경 Ma/마 Maeng/맹 Myung/명 Ok/옥 Pyo/표 Seok/석 Seonu/선우 So/소 Tak/탁 Wang/왕 Wi/위 Won/원 Ye/예 Yeo/여 Yeom/염 Yong/용",
            "",
            "",
        ],
    },
    particles: "",
    with_particle: 0,
    middle: Middle::None,
    feminine: "",
    spellings: &[
        "oo/u young/yeong Lee/Yi Park/Pak Choi/Choe",
        "u/eo j/ch Lee/Rhee g/k",
        "-/_ Kim/Gim Park/Bak Kang/Gang",
        "-/",
    ],
};
