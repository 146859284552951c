import { Client, credentials, type ChannelCredentials, type MethodDefinition, type ServiceError } from "@grpc/grpc-js";
import { ProviderDriver } from "../../../lib/provider/framework/provider-driver";
import { selfSigned, type Identity } from "../../../lib/provider/plugin/certificate";
import { controlMethods } from "../../../lib/provider/plugin/control-services";
import { startServer, type MutualTls, type RunningServer } from "../../../lib/provider/plugin/server";
import { socketFolder, type SocketFolder } from "../../../lib/provider/plugin/socket-folder";
import { methods } from "../../../lib/provider/rpc/methods";

const UNAUTHENTICATED_OR_UNAVAILABLE = 14;

describe("startServer", () => {
  let folder: SocketFolder;
  let server: RunningServer;
  const clients: Client[] = [];
  const shutdown = jest.fn();

  async function start(tls?: MutualTls): Promise<void> {
    const schema = { version: 0, description: ".", attributes: {} };
    const provider = { name: "toy", schema, resources: [], dataSources: [], configure: () => ({}) };
    folder = socketFolder();
    server = await startServer(new ProviderDriver(provider), folder.socket, tls, shutdown);
  }

  function connect(by: ChannelCredentials): Client {
    const client = new Client(`unix:${folder.socket}`, by, { "grpc.ssl_target_name_override": "localhost" });
    clients.push(client);
    return client;
  }

  function call<Request, Response>(client: Client, method: MethodDefinition<Request, Response>, request: Request) {
    return new Promise<Response | undefined>((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = method;
      const deadline = { deadline: Date.now() + 20_000 };
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, deadline, (error, answer) =>
        error === null ? resolve(answer) : reject(error),
      );
    });
  }

  const trusting = (server: Identity, own: Identity): ChannelCredentials =>
    credentials.createSsl(
      Buffer.from(server.certificatePem),
      Buffer.from(own.privateKeyPem),
      Buffer.from(own.certificatePem),
    );

  beforeEach(() => shutdown.mockClear());
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await server.stop();
    folder.remove();
  });

  describe("with mutual TLS", () => {
    const [own, tofu] = [selfSigned(), selfSigned()];
    beforeEach(() => start({ identity: own, clientCertificate: tofu.certificatePem }));

    it("serves the OpenTofu that has started it", async () => {
      const answer = await call(connect(trusting(own, tofu)), methods.GetProviderSchema, {});

      expect(answer?.serverCapabilities?.getProviderSchemaOptional).toBe(true);
    });

    it("refuses everyone else", async () => {
      const stranger = selfSigned();

      const refused: unknown = await call(connect(trusting(own, stranger)), methods.GetProviderSchema, {}).catch(
        (error: unknown) => error,
      );

      expect((refused as ServiceError).code).toBe(UNAUTHENTICATED_OR_UNAVAILABLE);
    });
  });

  describe("without TLS", () => {
    beforeEach(() => start());

    it("answers calls that it does not have with unimplemented", async () => {
      const unknown = { ...methods.GetFunctions, path: "/tfplugin6.Provider/PlanAction" };

      await expect(call(connect(credentials.createInsecure()), unknown, {})).rejects.toMatchObject({ code: 12 });
    });

    it("says when OpenTofu is done, and ends though streams are open", async () => {
      const client = connect(credentials.createInsecure());
      const { path, requestSerialize, responseDeserialize } = controlMethods.stdio.StreamStdio;
      const stream = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, {});
      const ended = new Promise((resolve) => stream.once("error", resolve));

      await call(client, controlMethods.controller.Shutdown, {});
      await new Promise((resolve) => setImmediate(resolve));

      expect(shutdown).toHaveBeenCalledTimes(1);
      await server.stop();
      await ended;
    });

    it("takes messages larger than gRPC's own limit", async () => {
      const logged = jest.spyOn(console, "error").mockImplementation();
      const request = { config: { msgpack: Buffer.concat([Buffer.from([0x80]), Buffer.alloc(5 * 1024 * 1024)]) } };

      const answer = await call(connect(credentials.createInsecure()), methods.ValidateProviderConfig, request);

      logged.mockRestore();
      // What is too much is the bytes after the value, not the size of the message.
      expect(answer?.diagnostics?.map(({ detail }) => detail)).toEqual([expect.stringContaining("Extra") as string]);
    });
  });
});
