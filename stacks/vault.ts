/** Where in Parameter Store the secrets of this stage are; no other stage's functions reach them. */
export const vaultPath = `/${$app.name}/${$app.stage}`;

function parametersBelow(path: string): $util.Output<string> {
  const { partition } = aws.getPartitionOutput();
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  return $interpolate`arn:${partition}:ssm:${region}:${accountId}:parameter${path}/*`;
}

// The account's own key for Parameter Store encrypts them: SSM uses it for whoever may use the parameter.
const resources = [parametersBelow(vaultPath)];

/** For functions that call actions with secrets. One at a time, by name: nobody may list them. */
export const readSecrets = { actions: ["ssm:GetParameter"], resources };

/** For the one function with the verbs of secrets. */
export const keepSecrets = { actions: ["ssm:PutParameter", "ssm:DeleteParameter"], resources };
