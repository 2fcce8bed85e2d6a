/** Distances and middles of lines, in whatever units their corners have. Pure. */

/** @typedef {[number, number][][]} Parts one line in one or more pieces */

/**
 * How far a point lies from the nearest place on a line.
 * @param {Parts} parts @param {number} x @param {number} y
 */
export function distanceToLine(parts, x, y) {
  let least = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    for (let at = 1; at < part.length; at += 1) least = Math.min(least, toPiece(part[at - 1], part[at], x, y));
  }
  return least;
}

/** @param {[number, number]} from @param {[number, number]} to @param {number} x @param {number} y */
function toPiece([x1, y1], [x2, y2], x, y) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length2 = dx * dx + dy * dy;
  const share = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length2));
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
}

/** @param {[number, number][]} part */
const lengthOf = (part) =>
  part.reduce((sum, [x, y], at) => (at === 0 ? 0 : sum + Math.hypot(x - part[at - 1][0], y - part[at - 1][1])), 0);

/**
 * The place half way along the longest piece: it lies on the line, as the middle of its box may not.
 * @param {Parts} parts
 */
export function middleOfLine(parts) {
  const longest = parts.reduce((one, other) => (lengthOf(other) > lengthOf(one) ? other : one));
  let left = lengthOf(longest) / 2;
  for (let at = 1; at < longest.length; at += 1) {
    const [[x1, y1], [x2, y2]] = [longest[at - 1], longest[at]];
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length >= left && length > 0) {
      const share = left / length;
      return { x: x1 + share * (x2 - x1), y: y1 + share * (y2 - y1) };
    }
    left -= length;
  }
  return { x: longest[0][0], y: longest[0][1] };
}
