/** Asking the server for JSON or bytes: one way to say what went wrong. */
import { csrfToken } from 'lib/csrf';

/** An answer that is not good: `status` 0 means that nothing came back at all. */
export class RequestFailed extends Error {
  /**
   * @param {number} status
   * @param {string} message what to tell the reader, when the server said it
   * @param {string} [code] the fault's stable code
   */
  constructor(status, message, code = '') {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * @param {string | URL} url
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} a response with status 200–299; anything else is raised as RequestFailed (or AbortError)
 */
export async function request(url, options = {}) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...options });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new RequestFailed(0, '');
  }
  if (response.ok) return response;
  const isProblem = (response.headers.get('content-type') ?? '').includes('json');
  const problem = isProblem ? await response.json().catch(() => ({})) : {};
  throw new RequestFailed(response.status, problem.title ?? '', problem.code);
}

/**
 * @param {string | URL} url
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<any>}
 */
export async function getJson(url, { signal } = {}) {
  const response = await request(url, { signal, headers: { Accept: 'application/json' } });
  return response.json();
}

/**
 * @param {string | URL} url
 * @param {FormData | URLSearchParams} body
 * @param {{ signal?: AbortSignal }} [options]
 * @returns {Promise<any>}
 */
export async function postForm(url, body, { signal } = {}) {
  const headers = { Accept: 'application/json', 'X-CSRFToken': csrfToken() };
  const response = await request(url, { method: 'POST', body, signal, headers });
  return response.json();
}
