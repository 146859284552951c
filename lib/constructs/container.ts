import type { ContainerDirectives, ContainerSection, ContainerUnit } from "../units/schema";
import { defined } from "./defined";
import type { QuadletSource } from "./ignition-config";

/** Properties of {@link Container}. */
export interface ContainerProps {
  /** The image, with its registry, and a tag or digest; or the quadlet that pulls or builds it. */
  readonly image: NonNullable<ContainerSection["Image"]>;

  /**
   * What is mounted: `{ source: "/srv/data", target: "/data" }`, or `{ volume: aVolume, target: "/data" }` for a quadlet.
   *
   * @default - nothing
   */
  readonly volumes?: ContainerSection["Volume"];

  /**
   * Environment variables.
   *
   * @default - those of the image
   */
  readonly environment?: ContainerSection["Environment"];

  /**
   * Ports that the machine offers, each as `{ host: 8080, container: 80 }`.
   *
   * @default - none
   */
  readonly publishPorts?: ContainerSection["PublishPort"];

  /**
   * Any directive of `[Container]`, by its own name. Wins over the properties above.
   *
   * @default - none
   */
  readonly directives?: Partial<ContainerDirectives>;

  /**
   * Section `[Unit]`.
   *
   * @default - none
   */
  readonly unit?: ContainerUnit["Unit"];

  /**
   * Section `[Service]`.
   *
   * @default - started again whatever ended it
   */
  readonly service?: ContainerUnit["Service"];
}

/** A container that podman runs from boot on, as a quadlet. */
export class Container implements QuadletSource {
  readonly unit: ContainerUnit;

  /** @param name the container's name, and that of its service */
  constructor(name: string, props: ContainerProps) {
    const { image, volumes, environment, publishPorts, directives, unit, service } = props;
    this.unit = defined({
      name: `${name}.container` as const,
      Unit: unit,
      Container: {
        ContainerName: name,
        Image: image,
        ...defined({ Volume: volumes, Environment: environment, PublishPort: publishPorts }),
        ...directives,
      },
      Service: service ?? { Restart: "always", TimeoutStartSec: 900 },
      Install: { WantedBy: ["multi-user.target"] as const },
    });
  }
}
