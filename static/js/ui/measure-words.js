/** Lengths and areas as they are read: metric, numbers in the reader's style. Pure but for the page's language. */
import { gettext, language } from 'ui/i18n';

/** @param {number} value @param {number} digits after the decimal mark */
const decimal = (value, digits) =>
  new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** "8,4 m", "312 m", "1,25 km", "12,4 km". @param {number} metres */
export function lengthWords(metres) {
  if (metres < 9.95) return `${decimal(metres, 1)} m`;
  if (metres < 999.5) return `${decimal(metres, 0)} m`;
  return `${decimal(metres / 1000, metres < 9995 ? 2 : 1)} km`;
}

/** "74 m²", "0,42 ha", "12,3 ha", "3,10 km²"; a hectare is how fields are counted. @param {number} metres square metres */
export function areaWords(metres) {
  if (metres < 999.5) return `${decimal(metres, metres < 9.95 ? 1 : 0)} m²`;
  const ha = metres / 10_000;
  if (ha < 9.995) return `${decimal(ha, 2)} ha`;
  if (ha < 999.5) return `${decimal(ha, ha < 99.95 ? 1 : 0)} ha`;
  return `${decimal(ha / 100, ha < 9995 ? 2 : 1)} km²`;
}

/** "0,42 ha (4.215 m²)": what an owner of a small field compares with the paper. @param {number} metres */
export function fieldWords(metres) {
  const exact = `${decimal(metres, 0)} m²`;
  return metres < 999.5 || metres >= 995_000 ? areaWords(metres) : `${areaWords(metres)} (${exact})`;
}

/** @param {{ area_m2: number, perimeter_m: number }} shape */
export const shapeWords = ({ area_m2, perimeter_m }) =>
  `${fieldWords(area_m2)} · ${gettext('around it')} ${lengthWords(perimeter_m)}`;
