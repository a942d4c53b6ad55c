//! Korean names as Koreans write them in Latin letters: 영 is young in passports and yeong in the
//! official romanisation.
//!
//! Uses nothing. The official romanisation is `asia`'s; this is a further reading beside it.

/// Family names whose spelling differs from that of the syllable within a given name.
const FAMILY: &[(char, &str)] = &[
    ('이', "lee"),
    ('리', "lee"),
    ('박', "park"),
    ('임', "lim"),
    ('오', "oh"),
    ('안', "ahn"),
    ('허', "heo"),
    ('노', "noh"),
    ('조', "cho"),
    ('구', "koo"),
    ('고', "ko"),
    ('강', "kang"),
    ('권', "kwon"),
    ('곽', "kwak"),
    ('길', "gil"),
    ('우', "woo"),
    ('유', "yoo"),
    ('류', "ryu"),
];

/// Syllables of names, as passports have them.
const SYLLABLES: &[(&str, &str)] = &[
    (
        "가 강 건 경 계 고 곤 관 광 교 구 국 군 권 귀 규 균 근 금 기 길 김",
        "ga kang gun kyung kye ko gon kwan kwang kyo koo kook kun kwon kwi kyu kyun keun keum ki gil kim",
    ),
    (
        "나 남 노 누 늘 다 단 달 담 대 덕 도 돈 동 두 득",
        "na nam no noo neul da dan dal dam dae duk do don dong doo deuk",
    ),
    (
        "라 란 람 래 량 려 련 령 례 로 록 룡 루 류 륜 률 리 린 림",
        "ra ran ram rae ryang ryeo ryun ryung rye ro rok ryong roo ryu ryun ryul ri rin rim",
    ),
    (
        "마 만 말 매 면 명 모 목 무 묵 문 미 민 박 반 방 배 백 범 변 별 병 보 복 봉 부 분 빈",
        "ma man mal mae myun myung mo mok moo mook moon mi min park ban bang bae baek bum byun byul byung bo bok bong boo boon bin",
    ),
    (
        "사 산 삼 상 새 생 서 석 선 설 섭 성 세 소 손 솔 송 수 숙 순 슬 승 시 식 신 실 심",
        "sa san sam sang sae saeng seo suk sun sul sup sung se so son sol song soo sook soon seul seung si sik shin sil shim",
    ),
    (
        "아 안 애 양 언 엄 여 연 열 엽 영 예 오 옥 온 완 왕 용 우 욱 운 웅 원 월 위 유 윤 율 은 의 이 익 인 일 임",
        "ah ahn ae yang un um yeo yeon yul yup young ye oh ok on wan wang yong woo wook woon woong won wol wi yoo yoon yul eun eui i ik in il im",
    ),
    (
        "자 장 재 전 정 제 조 종 주 준 중 지 진 차 찬 창 채 천 철 초 최 추 춘 충 치 칠",
        "ja jang jae jun jung je cho jong joo joon joong ji jin cha chan chang chae chun chul cho choi choo choon choong chi chil",
    ),
    (
        "태 택 통 표 필 하 학 한 함 해 향 헌 혁 현 형 혜 호 홍 화 환 황 효 훈 휘 희",
        "tae taek tong pyo pil ha hak han ham hae hyang hun hyuk hyun hyung hye ho hong hwa hwan hwang hyo hoon hwi hee",
    ),
];

/// The reading of a word of one to four syllables that all stand in Korean names; family and given name
/// apart when it stands `alone`.
pub(crate) fn reading(word: &str, alone: bool) -> Option<String> {
    let count = word.chars().count();
    let mut out = String::new();
    for (place, c) in word.chars().enumerate() {
        let first = place == 0 && (alone || count == 1);
        let family = FAMILY.iter().find(|(known, _)| first && *known == c);
        out.push_str(family.map(|(_, latin)| *latin).or_else(|| syllable(c))?);
        if first && count > 1 {
            out.push(' ');
        }
    }
    (1..=4).contains(&count).then_some(out)
}

fn syllable(wanted: char) -> Option<&'static str> {
    SYLLABLES.iter().find_map(|(written, latin)| {
        let mut both = written.split(' ').zip(latin.split(' '));
        both.find(|(known, _)| known.chars().eq([wanted]))
            .map(|(_, latin)| latin)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_syllable_has_a_spelling() {
        for (written, latin) in SYLLABLES {
            assert_eq!(written.split(' ').count(), latin.split(' ').count(), "{written}");
        }
    }

    #[test]
    fn korean_names_are_spelt_as_in_passports() {
        assert_eq!(reading("배영희", true).as_deref(), Some("bae younghee"));
        assert_eq!(reading("영희", false).as_deref(), Some("younghee"));
        assert_eq!(reading("이", false).as_deref(), Some("lee"));
        assert_eq!(reading("윌리엄", true), None);
    }
}
