/** What lies under the pointer, in a few words beside it. For the eye: a screen reader has the names of the buttons. */
import { element } from 'ui/element';

/**
 * @param {import('leaflet').Map} map
 * @returns {{ show: (place: { lat: number, lng: number }, title: string, word: string) => void, hide: () => void, remove: () => void }}
 */
export function addHoverLabel(map) {
  const title = element('strong');
  const word = element('span');
  const label = element('div', { class: 'hover-label', 'aria-hidden': 'true', hidden: true }, title, word);
  map.getContainer().append(label);
  const hide = () => {
    label.hidden = true;
  };
  map.on('movestart zoomstart', hide);
  return {
    show(place, titleText, wordText) {
      title.textContent = titleText;
      word.textContent = wordText;
      label.hidden = false;
      const { x, y } = map.latLngToContainerPoint(place);
      const { x: width } = map.getSize();
      const left = Math.max(4, Math.min(x - label.offsetWidth / 2, width - label.offsetWidth - 4));
      const top = y + 10 + label.offsetHeight < map.getSize().y ? y + 10 : y - label.offsetHeight - 48;
      label.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    },
    hide,
    remove() {
      map.off('movestart zoomstart', hide);
      label.remove();
    },
  };
}
