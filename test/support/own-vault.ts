import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { connectVault } from "#functions/lib/vault.ts";
import { openParameterStore, startSsm } from "#stacks/local/ssm/server.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** A parameter store of the suite's own, and the verbs connected to it. `newest` looks past the product. */
export async function ownVault() {
  const server = await startSsm(openParameterStore());
  process.env["AWS_ENDPOINT_URL_SSM"] = server.endpoint;
  connectVault();
  const client = new SSMClient({ endpoint: server.endpoint, region: "us-east-1", credentials });
  const newest = async (name: string) => {
    const command = new GetParameterCommand({
      Name: `/countersign/test/${name}`,
      WithDecryption: true,
    });
    try {
      const { Parameter } = await client.send(command);
      return { value: Parameter?.Value, version: Parameter?.Version };
    } catch (error) {
      if (error instanceof Error && error.name === "ParameterNotFound") return undefined;
      throw error;
    }
  };
  const stop = async () => {
    client.destroy();
    await server.stop();
  };
  return { newest, stop };
}
