import type { Incident } from '../domain/incident.js';
import { instant } from '../domain/time.js';
import type { Waiver } from '../domain/waiver.js';
import type { Engine, Scene } from './engine.js';
import { asJson, keep } from './evidence.js';
import { isUntold } from './waiting.js';
import { waivedText } from './waivers.js';

/** Ends the open incident of what is waived, if there is one, and counts what the waiver was good for. */
export async function endWaived(
  engine: Engine,
  scene: Scene,
  waiver: Waiver,
  standing: Incident | undefined,
): Promise<void> {
  const { ledger, clock } = engine;
  const { target } = scene.look;
  const at = instant(clock.now());
  if (standing !== undefined) {
    const { id, version, aspect } = standing;
    const note = waivedText(waiver);
    const { target: _, ...named } = waiver;
    const content = asJson({ outcome: 'waived', waiver: named });
    await keep(engine, scene, { aspect, incident: id, kind: 'decided', content });
    await ledger.change(standing, {
      status: 'closed',
      outcome: 'waived',
      closedAt: at,
      transition: { at, outcome: 'waived', note },
      ...(isUntold(standing) ? {} : { notification: { id: `${id}.${version}`, kind: 'closed', at } }),
    });
  }
  await ledger.noteWaived(target, waiver.id, at, standing !== undefined);
}
