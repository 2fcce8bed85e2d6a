/** How large a file is, spelled as the pages do (`cityops/web/sizes.py`): 4,2 KB. */
import { fill, language, ngettext } from 'ui/i18n';

const UNIT = 1024;
const UNITS = ['KB', 'MB', 'GB'];

/** @param {number} bytes @param {string} unit KB, MB or GB @returns {string} how many, without the unit */
export function sizeIn(bytes, unit) {
  const tenth = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language(), tenth).format(bytes / UNIT ** (UNITS.indexOf(unit) + 1));
}

/** @param {number} bytes */
export function fileSize(bytes) {
  if (bytes < UNIT) return fill(ngettext('%(n)s byte', '%(n)s bytes', bytes), { n: bytes });
  const power = Math.min(UNITS.length, Math.floor(Math.log2(bytes) / 10));
  const unit = UNITS[power - 1];
  return `${sizeIn(bytes, unit)}\u00a0${unit}`;
}
