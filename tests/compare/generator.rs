//! Invented reports, as many as wanted, with copies planted in them; the same seed gives the same reports.

/// A generator of numbers (splitmix64), so that reports are the same everywhere.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub(crate) fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).expect("below a usize")
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.throw(words.len())]
    }
}

const WHO: [&str; 16] = [
    "司法所干部",
    "驻村律师",
    "网格员小队",
    "综合执法中队",
    "老年调解员",
    "返乡青年",
    "便民窗口值守人员",
    "村务监督小组",
    "水利站技术员",
    "街巷长",
    "退役军人服务站",
    "学校法治辅导员",
    "农机合作社骨干",
    "林场护林队",
    "集市管理员",
    "妇联执委",
];
const WHEN: [&str; 16] = [
    "逢集市日",
    "趁农闲",
    "在汛期前",
    "每月初五",
    "利用夜校",
    "借庙会人多",
    "赶在开学前",
    "入冬以后",
    "清明前后",
    "收割季节",
    "周三下午",
    "换届结束后",
    "雨季一过",
    "趁外出务工人员返乡",
    "在端午当天",
    "逢双周",
];
const WHERE: [&str; 16] = [
    "晒谷场",
    "码头渡口",
    "老祠堂",
    "果园大棚",
    "茶叶交易点",
    "村小学操场",
    "山塘水库边",
    "新建安置小区",
    "客运站候车厅",
    "竹编作坊",
    "渔港补给站",
    "养蜂基地",
    "豆腐坊门前",
    "石料厂门口",
    "文化礼堂",
    "古井广场",
];
const HOW: [&str; 16] = [
    "用方言快板",
    "逐户登门",
    "摆出案例展板",
    "借助无人机喊话",
    "以模拟法庭",
    "发放图解折页",
    "开设流动信箱",
    "组织沙盘推演",
    "请当事人现身说法",
    "播放自拍短片",
    "对照清单逐项",
    "采取积分兑换",
    "通过大喇叭连播",
    "结对认领",
    "分组抽签",
    "凭回执单",
];
const WHAT: [&str; 16] = [
    "讲清山界地界的划分办法",
    "核对灌溉轮水次序",
    "梳理宅基地旧账",
    "化解采砂车辆扬尘争执",
    "登记拖欠工钱的线索",
    "解释鱼塘承包期限",
    "调处果树遮阴纠纷",
    "查看渣土倾倒痕迹",
    "复核低保名册",
    "收集停车难的意见",
    "纠正随意罚款的做法",
    "整理林木砍伐审批单",
    "商定彩礼上限",
    "审看物业合同条款",
    "回访被处罚摊主",
    "比对征地补偿数额",
];
const THEN: [&str; 16] = [
    "当晚张榜公布",
    "次日录入台账",
    "由双方按手印确认",
    "报镇里编号存档",
    "请两名邻居见证",
    "月底统一讲评",
    "交联络员跟踪一季",
    "写进村规民约",
    "转县里专班答复",
    "留存影像备查",
    "约定秋后再议",
    "抄送水厂和电站",
    "列入下批整改",
    "退回补正材料",
    "召集长者评议",
    "按户发放明白纸",
];
const AND: [&str; 16] = [
    "群众随问随答",
    "不收任何费用",
    "未再出现反复",
    "省去往返路程",
    "双方握手言和",
    "意见全部回复",
    "材料一次办齐",
    "旧账就此了结",
    "围观者也跟着受教育",
    "沿用至今效果稳定",
    "当场退还多收款项",
    "邻村前来学样",
    "老人不再跑腿",
    "路面恢复通行",
    "用水次序不再争抢",
    "合同漏洞逐一补上",
];
const ENDING: [&str; 3] = ["镇", "乡", "街道"];
const FIRST: [&str; 24] = [
    "青禾", "柳溪", "石桥", "云岭", "白沙", "松坪", "荷塘", "双渡", "雁回", "枫林", "茶亭", "沙湾", "竹溪", "梅岭",
    "桑园", "棠坪", "鹿鸣", "莲湖", "杏坪", "槐荫", "芦港", "麦积", "橘洲", "桐川",
];
const SECOND: [&str; 20] = [
    "上", "下", "东", "西", "南", "北", "新", "老", "大", "小", "前", "后", "里", "外", "高", "平", "长", "广", "永",
    "安",
];

/// Of three of these a name is made. Between two names stand 26 characters at most, so that nothing worth telling is the
/// same by chance.
const NAME: &str = "柏枫楠桦榆槐桐棠杏梨桃李柳杨松竹荷菊兰蕙芷薇蔓蓉葵茉薄苇芦麦稻粟禾穗谷黍岭峰峦岩崖岸滩洲湾港津渡溪涧泉潭湖泽汀浦渚沚澜涟漪汐潮浪涛";

/// What every report says.
const COMMON: [&str; 3] = [
    "本年度本单位坚持以习近平新时代中国特色社会主义思想为指导，认真学习《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》《法治政府建设与责任落实督察工作规定》，现将年度工作情况报告如下。",
    "按照县里统一要求，党政主要负责人履行推进法治建设第一责任人职责，对重要工作亲自部署、重大问题亲自过问、重点环节亲自协调、重要任务亲自督办，把法治建设纳入年度工作总体安排并向县里书面报告。",
    "坚持科学立法、严格执法、公正司法、全民守法，增强“四个意识”、坚定“四个自信”、坚决做到“两个维护”，推进严格规范公正文明执法。",
];

/// A report in its parts.
#[derive(Clone)]
pub(crate) struct Report {
    pub(crate) town: String,
    pub(crate) year: i32,
    /// Of each section.
    pub(crate) paragraphs: [Vec<String>; 4],
}

const HEADINGS: [&str; 4] = [
    "一、2024年度推进法治政府建设的主要举措和成效",
    "二、2024年度推进法治政府建设存在的不足和原因",
    "三、2024年度党政主要负责人履行推进法治建设第一责任人职责的情况",
    "四、2025年度推进法治政府建设的主要安排",
];

/// The name of the town of a number below 1,440; later ones come again in another form.
pub(crate) fn town(number: usize) -> String {
    let [first, second, ending] = [number % 24, number / 24 % 20, number / 480 % 3];
    let more: String = (0..number / 1440).map(|_| "溪").collect();
    format!("{}{}{more}{}", FIRST[first], SECOND[second], ENDING[ending])
}

/// A sentence of about forty characters.
pub(crate) fn sentence(dice: &mut Dice) -> String {
    let (who, when, place, how) = (dice.pick(&WHO), dice.pick(&WHEN), dice.pick(&WHERE), dice.pick(&HOW));
    let (what, then, and) = (dice.pick(&WHAT), dice.pick(&THEN), dice.pick(&AND));
    let name = |dice: &mut Dice| -> String {
        let letters: Vec<char> = NAME.chars().collect();
        (0..3).map(|_| letters[dice.throw(letters.len())]).collect()
    };
    let (one, two, three) = (name(dice), name(dice), name(dice));
    format!("{who}{one}{when}到{two}{place}{how}{what}，{then}，{three}家{and}，共{}件。", 3 + dice.throw(900))
}

/// A paragraph of some sentences, with the town's name in it.
pub(crate) fn paragraph(dice: &mut Dice, town: &str, sentences: usize) -> String {
    let rest: String = (1..sentences).map(|_| sentence(dice)).collect();
    format!("{town}{}{rest}", sentence(dice))
}

/// A report of about 4,000 characters.
pub(crate) fn report(number: usize, year: i32) -> Report {
    let mut dice = Dice::new((number as u64) << 40 | u64::from(year.unsigned_abs()) << 20);
    let town = town(number);
    let paragraphs = [10, 4, 4, 4].map(|count| (0..count).map(|_| paragraph(&mut dice, &town, 4)).collect());
    let mut report = Report { town, year, paragraphs };
    for (section, common) in report.paragraphs.iter_mut().zip(COMMON) {
        section.insert(0, common.to_owned());
    }
    report
}

impl Report {
    /// Plain text.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{}{}年法治政府建设年度报告\n", self.town, self.year);
        for (heading, paragraphs) in HEADINGS.iter().zip(&self.paragraphs) {
            text.push_str(heading);
            text.push('\n');
            for paragraph in paragraphs {
                text.push_str("　　");
                text.push_str(paragraph);
                text.push('\n');
            }
        }
        text.push_str(&format!("{}人民政府\n{}年1月9日\n", self.town, self.year + 1));
        text
    }
}
