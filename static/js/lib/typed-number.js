/** Numbers as somebody types them: with a comma or a point, whichever the language of the page has. Pure but for that language. */
import { language } from 'ui/i18n';

const LONGEST = 40;
const TYPED = /^([-+]?)([\d.,]+)(?:e([-+]?\d{1,3}))?$/i;
const GROUPED = /^[1-9]\d{0,2}(?:([.,])\d{3}(?:\1\d{3})*)?$/;

const decimalMark = () => (language().startsWith('id') ? ',' : '.');

/**
 * What somebody typed, as `read_number` in layers/typed_numbers.py reads it.
 * @param {string} typed
 * @returns {number | null} null: no number
 */
export function readNumber(typed) {
  const bare = typed.trim();
  if (bare.length > LONGEST) return null;
  const [, sign, figures, power = '0'] = bare.replace('−', '-').match(TYPED) ?? [];
  if (figures === undefined || !/\d/.test(figures)) return null;
  const point = pointIn(figures);
  const at = point ? figures.lastIndexOf(point) : figures.length;
  const whole = figures.slice(0, at);
  if (/[.,]/.test(whole) && !GROUPED.test(whole)) return null;
  const number = Number(`${sign}${whole.replace(/[.,]/g, '') || 0}.${figures.slice(at + 1) || 0}e${power}`);
  return Number.isFinite(number) ? number : null;
}

/** The decimal mark among figures; empty: there is none. @param {string} figures */
function pointIn(figures) {
  const marks = figures.match(/[.,]/g) ?? [];
  if (new Set(marks).size === 2) return marks[marks.length - 1];
  if (marks.length !== 1) return '';
  return marks[0] !== decimalMark() && GROUPED.test(figures) ? '' : marks[0];
}

/** A number as it is filled into a field: with the language's own mark, without any that groups. @param {number} number */
export const asTyped = (number) => String(number).replace('.', decimalMark());
