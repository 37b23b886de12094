import { acknowledge } from './acknowledge.js';
import { adopt } from './adopt.js';
import { apply } from './apply.js';
import { approve } from './approve.js';
import { aspects } from './aspects.js';
import { auditExport } from './audit/export.js';
import { auditPrune } from './audit/prune.js';
import { auditSeal } from './audit/seal.js';
import { auditVerify } from './audit/verify.js';
import { check } from './check.js';
import type { Command } from './command.js';
import { confirm } from './confirm.js';
import { explain } from './explain.js';
import { exposure } from './exposure.js';
import { incident } from './incident.js';
import { incidents } from './incidents.js';
import { initTable } from './init-table.js';
import { plan } from './plan.js';
import { policies } from './policies.js';
import { replay } from './replay.js';
import { report } from './report.js';
import { run } from './run.js';
import { saveState } from './save-state.js';
import { waive } from './waive.js';
import { waivers } from './waivers.js';

/** Every command of the controller, in the order of the help. */
export const commands: readonly Command[] = [
  check,
  policies,
  explain,
  adopt,
  initTable,
  plan,
  saveState,
  replay,
  apply,
  confirm,
  run,
  incidents,
  incident,
  approve,
  acknowledge,
  waive,
  waivers,
  report,
  auditSeal,
  auditVerify,
  auditExport,
  auditPrune,
  exposure,
  aspects,
];
