import type { CalendarDay, CalendarDocument } from "#shared/calendar/schema.ts";

type Name = CalendarDay["name"];

/** Every day from the first to the last, both included. */
function holidays(first: string, last: string, name: Name): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let at = new Date(first); at <= new Date(last); at.setUTCDate(at.getUTCDate() + 1)) {
    days.push({ date: at.toISOString().slice(0, 10), kind: "holiday", name });
  }
  return days;
}

function makeUpDays(name: Name, ...dates: string[]): CalendarDay[] {
  const makeUp = { en: `Make-up for ${name.en}`, "zh-CN": `${name["zh-CN"]}调休上班` };
  return dates.map((date) => ({ date, kind: "workday", name: makeUp }));
}

const newYear = { en: "New Year", "zh-CN": "元旦" };
const spring = { en: "Spring Festival", "zh-CN": "春节" };
const qingming = { en: "Qingming Festival", "zh-CN": "清明节" };
const labour = { en: "Labour Day", "zh-CN": "劳动节" };
const dragonBoat = { en: "Dragon Boat Festival", "zh-CN": "端午节" };
const midAutumn = { en: "Mid-Autumn Festival", "zh-CN": "中秋节" };
const national = { en: "National Day", "zh-CN": "国庆节" };

const chinese = [
  { from: "09:00", to: "12:00" },
  { from: "13:30", to: "18:00" },
];
const german = [{ from: "09:00", to: "17:30" }];

/** Monday to Friday. */
function workWeek(hours: CalendarDocument["week"]["1"]): CalendarDocument["week"] {
  return { "1": hours, "2": hours, "3": hours, "4": hours, "5": hours, "6": [], "7": [] };
}

/** One office with make-up days, one whose clocks change in March and October. */
export const calendars: CalendarDocument[] = [
  {
    code: "office-cn",
    name: { en: "Office hours, China", "zh-CN": "中国办公时间" },
    zone: "Asia/Shanghai",
    week: workWeek(chinese),
    // As the State Council announced them for 2026.
    days: [
      ...holidays("2026-01-01", "2026-01-03", newYear),
      ...makeUpDays(newYear, "2026-01-04"),
      ...holidays("2026-02-15", "2026-02-23", spring),
      ...makeUpDays(spring, "2026-02-14", "2026-02-28"),
      ...holidays("2026-04-04", "2026-04-06", qingming),
      ...holidays("2026-05-01", "2026-05-05", labour),
      ...makeUpDays(labour, "2026-05-09"),
      ...holidays("2026-06-19", "2026-06-21", dragonBoat),
      ...holidays("2026-09-25", "2026-09-27", midAutumn),
      ...holidays("2026-10-01", "2026-10-07", national),
      ...makeUpDays(national, "2026-09-20", "2026-10-10"),
    ],
  },
  {
    code: "office-berlin",
    name: { en: "Office hours, Berlin", "zh-CN": "柏林办公时间" },
    zone: "Europe/Berlin",
    week: workWeek(german),
    days: (
      [
        ["2026-01-01", "New Year", "元旦"],
        ["2026-03-08", "International Women's Day", "国际妇女节"],
        ["2026-04-03", "Good Friday", "耶稣受难日"],
        ["2026-04-06", "Easter Monday", "复活节星期一"],
        ["2026-05-01", "Labour Day", "劳动节"],
        ["2026-05-14", "Ascension Day", "耶稣升天节"],
        ["2026-05-25", "Whit Monday", "圣灵降临节星期一"],
        ["2026-10-03", "German Unity Day", "德国统一日"],
        ["2026-12-25", "Christmas Day", "圣诞节"],
        ["2026-12-26", "Second Day of Christmas", "圣诞节次日"],
      ] as const
    ).map(([date, en, chineseName]) => ({
      date,
      kind: "holiday",
      name: { en, "zh-CN": chineseName },
    })),
  },
];
