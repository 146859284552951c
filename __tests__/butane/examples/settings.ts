import { text, type Example } from "../example";

export const settingsExamples: readonly Example[] = [
  {
    name: "settings of Ignition itself",
    yaml: text`
      variant: fcos
      version: 1.7.0
      ignition:
        config:
          merge:
            - source: https://configs.example/base.ign
              compression: gzip
              http_headers:
                - name: Accept
                  value: application/json
                - name: X-Without-Value
              verification:
                hash: sha256-4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865
            - inline: '{"ignition":{"version":"3.6.0"}}'
            - local: more.ign
        timeouts:
          http_response_headers: 20
          http_total: 0x3c
        security:
          tls:
            certificate_authorities:
              - local: tls/ca.pem
              - source: data:,-----BEGIN%20CERTIFICATE-----
        proxy:
          http_proxy: http://proxy.example:3128
          https_proxy: https://proxy.example:3129
          no_proxy:
            - localhost
            - 192.0.2.0/24
    `,
    files: {
      "more.ign": '{"ignition":{"version":"3.5.0"},"kernelArguments":{"shouldExist":["quiet"]}}',
      "tls/ca.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    },
    ignition: {
      ignition: {
        version: "3.6.0",
        config: {
          merge: [
            {
              source: "https://configs.example/base.ign",
              verification: { hash: "sha256-4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865" },
              compression: "gzip",
              httpHeaders: [{ name: "Accept", value: "application/json" }, { name: "X-Without-Value" }],
            },
            { source: "data:;base64,eyJpZ25pdGlvbiI6eyJ2ZXJzaW9uIjoiMy42LjAifX0=" },
            {
              source:
                "data:;base64,eyJpZ25pdGlvbiI6eyJ2ZXJzaW9uIjoiMy41LjAifSwia2VybmVsQXJndW1lbnRzIjp7InNob3VsZEV4aXN0IjpbInF1aWV0Il19fQ==",
            },
          ],
        },
        timeouts: { httpResponseHeaders: 20, httpTotal: 60 },
        security: {
          tls: {
            certificateAuthorities: [
              { source: "data:,-----BEGIN%20CERTIFICATE-----" },
              { source: "data:,-----BEGIN%20CERTIFICATE-----%0AMIIB%0A-----END%20CERTIFICATE-----%0A" },
            ],
          },
        },
        proxy: {
          httpProxy: "http://proxy.example:3128",
          httpsProxy: "https://proxy.example:3129",
          noProxy: ["192.0.2.0/24", "localhost"],
        },
      },
    },
  },
  {
    name: "a config that replaces this one",
    yaml: text`
      variant: fcos
      version: 1.5.0
      ignition:
        config:
          replace:
            local: whole.ign
            verification:
              hash: sha512-055abd5bb9c442105c91942439631df766692a93dfd8a661c05938754d55bf54c6aa5bd616360975c84ea12220d8aecaaae0e35dd97d1ea8f64c77cb3969a852
    `,
    files: { "whole.ign": '{"ignition":{"version":"3.4.0"}}' },
    ignition: {
      ignition: {
        version: "3.4.0",
        config: {
          replace: {
            source: "data:;base64,eyJpZ25pdGlvbiI6eyJ2ZXJzaW9uIjoiMy40LjAifX0=",
            verification: {
              hash: "sha512-055abd5bb9c442105c91942439631df766692a93dfd8a661c05938754d55bf54c6aa5bd616360975c84ea12220d8aecaaae0e35dd97d1ea8f64c77cb3969a852",
            },
          },
        },
      },
    },
  },
  {
    name: "kernel arguments",
    yaml: text`
      variant: fcos
      version: 1.6.0
      kernel_arguments:
        should_exist:
          - console=ttyS0,115200n8
          - mitigations=auto
        should_not_exist:
          - mitigations=auto,nosmt
    `,
    ignition: {
      ignition: { version: "3.5.0" },
      kernelArguments: {
        shouldExist: ["console=ttyS0,115200n8", "mitigations=auto"],
        shouldNotExist: ["mitigations=auto,nosmt"],
      },
    },
  },
  {
    name: "a document that says nothing",
    yaml: text`
      variant: fcos
      version: 1.7.0
    `,
    ignition: { ignition: { version: "3.6.0" } },
  },
];
