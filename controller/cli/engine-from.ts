import type { Catalogue } from '../catalog/catalogue.js';
import type { Mode } from '../domain/response.js';
import { type Approval, defaultTiming, type Engine } from '../engine/engine.js';
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
  timing: { ...defaultTiming, lease: tools.settings.lease, secondLook: tools.settings.secondLook },
});
