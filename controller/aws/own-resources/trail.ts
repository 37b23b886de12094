import { GetEventSelectorsCommand, GetTrailCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { OwnKind } from './place.js';
import { settled } from './settled.js';

/** A trail works while it logs. Of its status nothing else is kept: the rest is times and errors of deliveries. */
export const trail: OwnKind = {
  // CloudTrail API Reference, GetTrail.
  absent: new Set(['TrailNotFoundException']),
  async read({ arn }, { cloudtrail }, ask) {
    const [{ Trail: found }, { IsLogging: isLogging }, selectors] = await Promise.all([
      ask((options) => cloudtrail.send(new GetTrailCommand({ Name: arn }), options)),
      ask((options) => cloudtrail.send(new GetTrailStatusCommand({ Name: arn }), options)),
      ask((options) => cloudtrail.send(new GetEventSelectorsCommand({ TrailName: arn }), options)),
    ]);
    if (isLogging === undefined) throw new Error('CloudTrail does not say whether the trail logs.');
    return {
      works: isLogging,
      settings: settled({
        bucket: found?.S3BucketName,
        prefix: found?.S3KeyPrefix,
        topic: found?.SnsTopicARN,
        logGroup: found?.CloudWatchLogsLogGroupArn,
        key: found?.KmsKeyId,
        isMultiRegion: found?.IsMultiRegionTrail,
        isOfOrganization: found?.IsOrganizationTrail,
        hasGlobalEvents: found?.IncludeGlobalServiceEvents,
        hasDigests: found?.LogFileValidationEnabled,
        eventSelectors: selectors.EventSelectors,
        advancedEventSelectors: selectors.AdvancedEventSelectors,
      }),
    };
  },
};
