import type { Catalogue } from '../catalog/catalogue.js';
import type { Mode } from '../domain/response.js';
import { type Approval, defaultTiming, type Engine, type Timing } from '../engine/engine.js';
import { defaultSettings, type Settings as LoopSettings } from '../runtime/settings.js';
import { longestRequest, type Settings } from './settings.js';
import type { Tools } from './tools.js';

/** The engine as a command needs it: looks that a person asked for, with that person's approval if there is one. */
export const engineFrom = (tools: Tools, catalogue: Catalogue, mode: Mode, approval?: Approval): Engine => ({
  access: tools.access(mode),
  ledger: tools.ledger(),
  declarations: () => catalogue,
  clock: tools.clock,
  log: tools.log,
  controller: `snapback ${tools.version} (command)`,
  isSelf: () => false,
  ...(approval === undefined ? {} : { approval }),
  timing: timingFrom(tools.settings),
  brakes: tools.settings.brakes,
});

/** How long the engine waits for what, as the settings say. */
export const timingFrom = ({ lease, secondLook, grace, requestTimeout }: Settings): Timing => ({
  ...defaultTiming,
  lease,
  request: longestRequest(requestTimeout),
  secondLook,
  grace,
});

/** How the loop turns, as the settings say. */
export const loopSettingsFrom = (settings: Settings): LoopSettings => ({
  ...defaultSettings,
  scanIntervalMs: settings.scanEvery,
  reloadMs: settings.reloadEvery,
  visibilitySeconds: settings.visibility / 1_000,
  recheckSeconds: settings.rechecks.map((ms) => ms / 1_000),
  retrySeconds: settings.retries.map((ms) => ms / 1_000),
  concurrency: settings.workers,
});
