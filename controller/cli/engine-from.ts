import type { Catalogue } from '../catalog/catalogue.js';
import type { Mode } from '../domain/response.js';
import { type Approval, defaultTiming, type Engine, type Timing } from '../engine/engine.js';
import type { Settings } from './settings.js';
import type { Tools } from './tools.js';

/** The engine as a command needs it: looks that a person asked for, with that person's approval. */
export const engineFrom = (tools: Tools, catalogue: Catalogue, mode: Mode, approval: Approval): Engine => ({
  access: tools.access(mode),
  ledger: tools.ledger(),
  declarations: () => catalogue,
  clock: tools.clock,
  log: tools.log,
  controller: `snapback ${tools.version} (command)`,
  isSelf: () => false,
  approval,
  timing: timingFrom(tools.settings),
});

/** How long the engine waits for what, as the settings say. */
export const timingFrom = ({ lease, secondLook, grace }: Settings): Timing => ({
  ...defaultTiming,
  lease,
  secondLook,
  grace,
});
