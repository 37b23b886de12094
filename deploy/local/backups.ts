import { jsonReply } from './service-reply.js';
import type { LocalResponse } from './world.js';

interface Input {
  readonly TableName?: string;
  readonly PointInTimeRecoverySpecification?: { readonly PointInTimeRecoveryEnabled?: boolean };
}

/** Whether DynamoDB's tables can be recovered, which the embedded DynamoDB does not know: on, until it is switched off. */
export class Backups {
  readonly #off = new Set<string>();

  /** Answers one of the `backupCalls`. */
  answer(operation: string, body: string, requestId: string): LocalResponse {
    const { TableName: table = '', PointInTimeRecoverySpecification: asked }: Input = JSON.parse(body);
    if (operation === 'UpdateContinuousBackups') {
      if (asked?.PointInTimeRecoveryEnabled === true) this.#off.delete(table);
      else this.#off.add(table);
    }
    const PointInTimeRecoveryStatus = this.#off.has(table) ? 'DISABLED' : 'ENABLED';
    const ContinuousBackupsDescription = {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus },
    };
    return jsonReply(200, { ContinuousBackupsDescription }, requestId);
  }
}

/** The calls that are answered here. */
export const backupCalls: ReadonlySet<string> = new Set([
  'DescribeContinuousBackups',
  'UpdateContinuousBackups',
]);
