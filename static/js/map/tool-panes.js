/**
 * A tool's own panes: one that catches what is pressed on the map, so that pins and areas below do not hear it, one for its
 * lines and one for its handles. All of it goes with the tool.
 */
import * as L from 'leaflet';
import { element } from 'ui/element';

const MOVED_PX = 8;
let made = 0;

/**
 * @param {L.Map} map
 * @param {{ onTap?: (at: L.LatLng) => void, onHover?: (at: L.LatLng | null) => void }} [hear]
 */
export function openPanes(map, { onTap, onHover } = {}) {
  made += 1;
  const container = map.getContainer();
  const names = { lines: `tool-lines-${made}`, handles: `tool-handles-${made}` };
  const catcher = element('div', { class: 'tool-catcher' });
  map.getPane('mapPane')?.append(catcher);
  for (const [name, zIndex] of /** @type {[string, string][]} */ ([
    [names.lines, '645'],
    [names.handles, '648'],
  ])) {
    map.createPane(name).style.zIndex = zIndex;
  }
  const renderer = L.svg({ pane: names.lines });
  const cross = element('div', { class: 'tool-cross', 'aria-hidden': 'true' });
  container.append(cross);
  container.classList.add('map--tool');
  const zoomsByDoubleClick = map.doubleClickZoom.enabled();
  map.doubleClickZoom.disable();

  // The cross is for those who move the map by keys.
  const byKeys = (/** @type {KeyboardEvent} */ event) => {
    if (event.target === container) container.classList.add('map--keys');
  };
  const byHand = () => container.classList.remove('map--keys');
  container.addEventListener('keydown', byKeys);
  container.addEventListener('keyup', byKeys);
  container.addEventListener('pointerdown', byHand);

  /** The catcher covers what is seen, wherever the pane below it was moved to. */
  const cover = () => {
    const { x, y } = map.getSize();
    L.DomUtil.setPosition(catcher, map.containerPointToLayerPoint([-x, -y]));
    catcher.style.width = `${3 * x}px`;
    catcher.style.height = `${3 * y}px`;
  };
  cover();
  map.on('move zoomend resize viewreset', cover);

  /** @type {{ x: number, y: number } | null} */
  let pressed = null;
  catcher.addEventListener('pointerdown', (event) => {
    pressed = event.isPrimary ? { x: event.clientX, y: event.clientY } : null;
  });
  catcher.addEventListener('click', (event) => {
    event.stopPropagation();
    const moved = pressed ? Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) : 0;
    if (moved <= MOVED_PX) onTap?.(map.mouseEventToLatLng(event));
  });
  for (const name of ['dblclick', 'contextmenu']) catcher.addEventListener(name, (event) => event.stopPropagation());
  catcher.addEventListener('pointermove', (event) => {
    if (event.pointerType === 'mouse' && event.buttons === 0) onHover?.(map.mouseEventToLatLng(event));
  });
  catcher.addEventListener('pointerleave', () => onHover?.(null));

  return {
    catcher,
    /** For L.Path: where it is drawn; what is pressed goes through it. */
    lines: { pane: names.lines, renderer, interactive: false },
    handles: names.handles,
    remove() {
      map.off('move zoomend resize viewreset', cover);
      container.removeEventListener('keydown', byKeys);
      container.removeEventListener('keyup', byKeys);
      container.removeEventListener('pointerdown', byHand);
      byHand();
      renderer.remove();
      catcher.remove();
      cross.remove();
      for (const name of Object.values(names)) {
        map.getPane(name)?.remove();
        delete map.getPanes()[name];
      }
      if (!container.querySelector('.tool-catcher')) container.classList.remove('map--tool');
      if (zoomsByDoubleClick) map.doubleClickZoom.enable();
    },
  };
}
