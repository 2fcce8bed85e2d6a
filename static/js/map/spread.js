/**
 * Keep clusters from covering each other: they step aside a little, pins stay where they are.
 * @param {{ x: number, y: number, radius: number, fixed: boolean }[]} bodies in screen pixels
 * @param {number} [furthest] pixels from its true place at most
 * @returns {{ x: number, y: number }[]} in the same order
 */
export function spread(bodies, furthest = 18) {
  const moved = bodies.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < 12; round += 1) {
    let stirred = false;
    for (let i = 0; i < bodies.length; i += 1) {
      for (let j = i + 1; j < bodies.length; j += 1) {
        const least = bodies[i].radius + bodies[j].radius + 2;
        const [dx, dy] = [moved[j].x - moved[i].x, moved[j].y - moved[i].y];
        if (Math.abs(dx) >= least || Math.abs(dy) >= least) continue;
        const apart = Math.hypot(dx, dy) || 0.01;
        if (apart >= least) continue;
        stirred = true;
        const free = Number(!bodies[i].fixed) + Number(!bodies[j].fixed);
        if (free === 0) continue;
        const push = (least - apart) / free / 2;
        if (!bodies[i].fixed) step(moved[i], bodies[i], (-dx / apart) * push, (-dy / apart) * push, furthest);
        if (!bodies[j].fixed) step(moved[j], bodies[j], (dx / apart) * push, (dy / apart) * push, furthest);
      }
    }
    if (!stirred) break;
  }
  return moved;
}

/**
 * @param {{ x: number, y: number }} place
 * @param {{ x: number, y: number }} home
 * @param {number} dx
 * @param {number} dy
 * @param {number} furthest
 */
function step(place, home, dx, dy, furthest) {
  place.x += dx;
  place.y += dy;
  const away = Math.hypot(place.x - home.x, place.y - home.y);
  if (away > furthest) {
    place.x = home.x + ((place.x - home.x) * furthest) / away;
    place.y = home.y + ((place.y - home.y) * furthest) / away;
  }
}
