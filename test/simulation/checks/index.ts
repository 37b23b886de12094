import { alive } from './alive.js';
import { auditFirst } from './audit-first.js';
import { auditWhole } from './audit-whole.js';
import type { Check } from './check.js';
import { deletedLast } from './deleted-last.js';
import { eventuallyStable } from './eventually-stable.js';
import { everyDriftTold } from './every-drift-told.js';
import { honestEndings } from './honest-endings.js';
import { lookedBefore } from './looked-before.js';
import { neverMoreOpen } from './never-more-open.js';
import { oneOpenIncident } from './one-open-incident.js';
import { onlyWhereDeclared } from './only-where-declared.js';

/** Everything that holds in every history. */
export const checks: readonly Check[] = [
  alive,
  auditFirst,
  auditWhole,
  deletedLast,
  eventuallyStable,
  everyDriftTold,
  honestEndings,
  lookedBefore,
  neverMoreOpen,
  oneOpenIncident,
  onlyWhereDeclared,
];
