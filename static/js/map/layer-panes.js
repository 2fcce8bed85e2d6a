/** The two panes of one layer: what lies on the ground, and the signs above. They carry its opacity and its place among the layers. */

/** Above the areas, below their names. */
const GROUND = 410;
/** Above the names, below the tools. */
const SIGNS = 600;
let made = 0;

/**
 * @param {import('leaflet').Map} map
 * @param {{ opacity?: number, rank?: number }} options rank: 0 to 30, the higher the nearer to the reader
 */
export function layerPanes(map, { opacity = 1, rank = 0 }) {
  made += 1;
  const names = { ground: `layer-${made}`, signs: `layer-${made}-signs` };
  const [ground, signs] = [map.createPane(names.ground), map.createPane(names.signs)];
  let now = rank;
  const setRank = (/** @type {number} */ next) => {
    now = next;
    ground.style.zIndex = String(GROUND + next);
    signs.style.zIndex = String(SIGNS + next);
  };
  const setOpacity = (/** @type {number} */ next) => {
    for (const pane of [ground, signs]) pane.style.opacity = next < 1 ? String(next) : '';
  };
  setRank(rank);
  setOpacity(opacity);
  return {
    ...names,
    rank: () => now,
    setRank,
    setOpacity,
    remove() {
      for (const name of Object.values(names)) {
        map.getPane(name)?.remove();
        delete map.getPanes()[name];
      }
    },
  };
}
