/** Sites whose opening many people wait for, by the names that they are called by. The host is the one that sells. */
export interface KnownSite {
  readonly name: string;
  readonly english: string;
  readonly host: string;
}

export const KNOWN_SITES: readonly KnownSite[] = [
  { name: '인터파크 티켓', english: 'Interpark Ticket', host: 'tickets.interpark.com' },
  { name: '멜론티켓', english: 'Melon Ticket', host: 'ticket.melon.com' },
  { name: '예스24 티켓', english: 'Yes24 Ticket', host: 'ticket.yes24.com' },
  { name: '티켓링크', english: 'Ticketlink', host: 'www.ticketlink.co.kr' },
  { name: '네이버', english: 'Naver', host: 'www.naver.com' },
  { name: '네이버 예약', english: 'Naver Booking', host: 'booking.naver.com' },
  { name: '위버스', english: 'Weverse', host: 'weverse.io' },
  { name: '쿠팡', english: 'Coupang', host: 'www.coupang.com' },
  { name: '코레일', english: 'Korail', host: 'www.letskorail.com' },
  { name: 'SRT', english: 'SRT', host: 'etk.srail.kr' },
  { name: '숲나들e', english: 'Foresttrip', host: 'www.foresttrip.go.kr' },
  { name: '국립공원 예약', english: 'National Parks Reservation', host: 'reservation.knps.or.kr' },
  { name: '롯데시네마', english: 'Lotte Cinema', host: 'www.lottecinema.co.kr' },
  { name: '메가박스', english: 'Megabox', host: 'www.megabox.co.kr' },
  { name: 'CGV', english: 'CGV', host: 'www.cgv.co.kr' },
  { name: '무신사', english: 'Musinsa', host: 'www.musinsa.com' },
  { name: '나이키', english: 'Nike Korea', host: 'www.nike.com' },
  {
    name: '서울대학교 수강신청',
    english: 'Seoul National University course registration',
    host: 'sugang.snu.ac.kr',
  },
  {
    name: '고려대학교 수강신청',
    english: 'Korea University course registration',
    host: 'sugang.korea.ac.kr',
  },
  {
    name: '성균관대학교 수강신청',
    english: 'Sungkyunkwan University course registration',
    host: 'sugang.skku.edu',
  },
  { name: '한양대학교', english: 'Hanyang University', host: 'portal.hanyang.ac.kr' },
  {
    name: '중앙대학교 수강신청',
    english: 'Chung-Ang University course registration',
    host: 'sugang.cau.ac.kr',
  },
  {
    name: '경희대학교 수강신청',
    english: 'Kyung Hee University course registration',
    host: 'sugang.khu.ac.kr',
  },
  {
    name: '건국대학교 수강신청',
    english: 'Konkuk University course registration',
    host: 'sugang.konkuk.ac.kr',
  },
  { name: '동국대학교', english: 'Dongguk University', host: 'sugang.dongguk.edu' },
  {
    name: '부산대학교 수강신청',
    english: 'Pusan National University course registration',
    host: 'sugang.pusan.ac.kr',
  },
  { name: 'Ticketmaster', english: 'Ticketmaster', host: 'www.ticketmaster.com' },
  { name: 'Eventim', english: 'Eventim', host: 'www.eventim.de' },
  { name: 'AXS', english: 'AXS', host: 'www.axs.com' },
  { name: 'e+ (イープラス)', english: 'eplus', host: 'eplus.jp' },
  { name: 'ローチケ', english: 'Lawson Ticket', host: 'l-tike.com' },
  { name: 'Recreation.gov', english: 'Recreation.gov', host: 'www.recreation.gov' },
];
