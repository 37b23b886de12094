import { isObject } from '../domain/json.js';

type Members = Readonly<Record<string, unknown>>;

/** A member of the object itself: what a message inherits or pretends to inherit does not count. */
export const memberAt = (object: Members, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** The member if it is an object, else an empty one: a missing part then simply lacks everything in it. */
export function objectAt(object: Members, name: string): Members {
  const value = memberAt(object, name);
  return isObject(value) ? value : {};
}

/** The member if it is a text of this form. */
export function textAt(object: Members, name: string, form: RegExp): string | undefined {
  const value = memberAt(object, name);
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

/** The member if it is a list, cut at so many items: nobody walks what a stranger made endless. */
export function listAt(object: Members, name: string, atMost: number): readonly unknown[] {
  const value = memberAt(object, name);
  return Array.isArray(value) ? value.slice(0, atMost) : [];
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** The member if it is a moment in UTC, with milliseconds. */
export function instantAt(object: Members, name: string): string | undefined {
  const ms = Date.parse(textAt(object, name, time) ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** What texts from outside must look like. */
export const forms = {
  account: /^\d{12}$/,
  /** An API call's name. */
  call: /^[A-Za-z][A-Za-z0-9]{0,127}$/,
  eventId: /^[A-Za-z0-9-]{1,64}$/,
  region: /^[a-z][a-z0-9-]{1,31}$/,
  aspect: /^[A-Za-z][A-Za-z0-9]{0,63}$/,
  requestId: /^[!-~]{1,256}$/,
  /** Error codes of S3: `AccessDenied`, `Client.Something`. */
  errorCode: /^[A-Za-z][A-Za-z0-9._-]{0,127}$/,
} as const;
