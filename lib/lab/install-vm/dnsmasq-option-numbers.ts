/** DHCP options by the names that dnsmasq has for them. */
export const optionNumbers: Readonly<Record<string, number>> = {
  "option:netmask": 1,
  "option:router": 3,
  "option:dns-server": 6,
  "option:hostname": 12,
  "option:domain-name": 15,
  "option:mtu": 26,
  "option:ntp-server": 42,
  "option:vendor-encap": 43,
  "option:vendor-class": 60,
  "option:tftp-server": 66,
  "option:bootfile-name": 67,
  "option:client-arch": 93,
  "option:domain-search": 119,
};
