/**
 * What actions may do in AWS. In accounts whose settings name a role, that role decides: each is called
 * countersign-* and lets this stage take it. Where they name none, this stage's own account is meant.
 */

const { partition } = aws.getPartitionOutput();
const { accountId } = aws.getCallerIdentityOutput();

/** Of every region: settings name one for each account. */
function own(service: string, resource: string): $util.Output<string> {
  return $interpolate`arn:${partition}:${service}:*:${accountId}:${resource}`;
}

const roles = [$interpolate`arn:${partition}:iam::*:role/countersign-*`];
const takeRoles = { actions: ["sts:AssumeRole"], resources: roles };
const applications = [own("appconfig", "application/*"), own("appconfig", "deploymentstrategy/*")];
const zones = [$interpolate`arn:${partition}:route53:::hostedzone/*`];

/** Lists that AWS gives only as a whole. */
const listAll = {
  actions: [
    "appconfig:ListApplications",
    "appconfig:ListDeploymentStrategies",
    "ecs:ListClusters",
    "ecs:ListServices",
    "lambda:ListFunctions",
    "route53:ListHostedZonesByName",
    "ssm:DescribeInstanceInformation",
  ],
  resources: ["*"],
};

const listFlags = {
  actions: [
    "appconfig:ListEnvironments",
    "appconfig:ListConfigurationProfiles",
    "appconfig:ListDeployments",
    "appconfig:GetHostedConfigurationVersion",
  ],
  resources: applications,
};

const listRecords = { actions: ["route53:ListResourceRecordSets"], resources: zones };

/** For functions that ask what there is to choose from. */
export const listOptions = [takeRoles, listAll, listFlags, listRecords];

/** For functions that ask how far operations are. */
export const lookAtOperations = [
  ...listOptions,
  {
    actions: ["ssm:ListCommands", "ssm:ListCommandInvocations"],
    resources: ["*"],
  },
  {
    actions: ["ssm:GetAutomationExecution"],
    resources: [own("ssm", "automation-execution/*")],
  },
  { actions: ["ecs:DescribeServices"], resources: [own("ecs", "service/*")] },
  {
    actions: ["appconfig:GetDeployment", "appconfig:ListHostedConfigurationVersions"],
    resources: applications,
  },
  {
    actions: ["route53:GetChange"],
    resources: [$interpolate`arn:${partition}:route53:::change/*`],
  },
];

/** For the one function that carries actions out. */
export const carryOutActions = [
  ...lookAtOperations,
  {
    actions: ["ssm:SendCommand"],
    // Documents of AWS belong to no account.
    resources: [
      $interpolate`arn:${partition}:ssm:*:*:document/*`,
      own("ec2", "instance/*"),
      own("ssm", "managed-instance/*"),
    ],
  },
  { actions: ["ssm:CancelCommand"], resources: ["*"] },
  {
    actions: ["ssm:StartAutomationExecution"],
    resources: [
      $interpolate`arn:${partition}:ssm:*:*:automation-definition/*`,
      $interpolate`arn:${partition}:ssm:*:*:document/*`,
      own("ssm", "automation-execution/*"),
    ],
  },
  {
    actions: ["ssm:SendAutomationSignal", "ssm:StopAutomationExecution"],
    resources: [own("ssm", "automation-execution/*")],
  },
  {
    // A runbook acts with the role that it is given, as AutomationAssumeRole.
    actions: ["iam:PassRole"],
    resources: [$interpolate`arn:${partition}:iam::${accountId}:role/countersign-*`],
    conditions: [
      { test: "StringEquals", variable: "iam:PassedToService", values: ["ssm.amazonaws.com"] },
    ],
  },
  { actions: ["ecs:UpdateService"], resources: [own("ecs", "service/*")] },
  { actions: ["lambda:InvokeFunction"], resources: [own("lambda", "function:*")] },
  {
    actions: [
      "appconfig:CreateHostedConfigurationVersion",
      "appconfig:StartDeployment",
      "appconfig:StopDeployment",
    ],
    resources: applications,
  },
  { actions: ["route53:ChangeResourceRecordSets"], resources: zones },
];
