//! What is asked before a report is begun.

/** Why a unit's name will not do, if it will not. */
export function nameFault(name: string): string | undefined {
  return name.trim() === "" ? "请填写单位名称，如 青禾镇人民政府" : undefined;
}

/** Why a year will not do, if it will not. */
export function yearFault(year: string): string | undefined {
  return /^(19|20)\d\d$/.test(year.trim()) ? undefined : "请填写四位数的年份，如 2025";
}

/** The year that a report begun on a day is most likely for: reports are written in the first months of the next year. */
export function likelyYear(day: Date): number {
  return day.getMonth() < 6 ? day.getFullYear() - 1 : day.getFullYear();
}
