import type { Json } from '../../domain/json.js';

/** A part of the SDK's answer as JSON: a Date becomes its ISO text, and members without a value go. */
export const asJson = (answer: object): Json => JSON.parse(JSON.stringify(answer)) as Json;
