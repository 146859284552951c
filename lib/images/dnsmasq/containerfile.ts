/** dnsmasq, the iPXE that firmware loads first, and what watches the guests' files. */
export function containerfile(base: string): string {
  return `FROM ${base}
RUN apt-get update \\
 && apt-get install --yes --no-install-recommends dnsmasq-base inotify-tools ipxe \\
 && rm -rf /var/lib/apt/lists/* \\
 && test -f /usr/lib/ipxe/undionly.kpxe \\
 && test -f /usr/lib/ipxe/snponly.efi
COPY --chmod=0755 serve-dhcp /usr/local/bin/serve-dhcp
ENTRYPOINT ["/usr/local/bin/serve-dhcp"]
`;
}
