/** One photo on its way, with its progress; by XMLHttpRequest, since fetch tells nothing of what has left. */
import { csrfToken } from 'lib/csrf';
import { RequestFailed } from 'lib/fetch';

/**
 * @param {string} url
 * @param {{ key: string, photo: File }} what
 * @param {{ onProgress?: (part: number) => void }} [options] part: 0 to 1
 * @returns {Promise<{ id: number, url: string, position: { lng: number, lat: number } | null }>} else RequestFailed
 */
export function uploadPhoto(url, { key, photo }, { onProgress } = {}) {
  const body = new FormData();
  body.append('key', key);
  body.append('photo', photo);
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', url);
    sending.responseType = 'json';
    sending.setRequestHeader('Accept', 'application/json');
    sending.setRequestHeader('X-CSRFToken', csrfToken());
    sending.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(total ? loaded / total : 0));
    sending.addEventListener('load', () => {
      if (sending.status < 300) resolve(sending.response);
      else reject(new RequestFailed(sending.status, sending.response?.title ?? '', sending.response?.code));
    });
    sending.addEventListener('error', () => reject(new RequestFailed(0, '')));
    sending.send(body);
  });
}
