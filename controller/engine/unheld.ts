import type { LookResult } from '../domain/ports.js';
import type { Look } from '../domain/signal.js';
import type { Choice } from './choose.js';
import type { Declarations, Engine } from './engine.js';
import { existence } from './existence.js';
import { letGo } from './missing.js';
import { holdTo } from './selection.js';
import { unmanaged } from './unmanaged.js';

/** A look at a target that no baseline holds: tells of it if it is news, and ends what was open under one that did. */
export async function unheld(
  engine: Engine,
  declarations: Declarations,
  look: Look,
  choice: Choice,
): Promise<LookResult> {
  // What is new is told of before it is known: a crash in between tells again, and of the same incident.
  const outcome = await unmanaged(engine, declarations, look, choice);
  await holdTo(engine, look, choice);
  await letGo(engine, declarations, look);
  return { target: look.target, outcomes: new Map(outcome === undefined ? [] : [[existence, outcome]]) };
}
