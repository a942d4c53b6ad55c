"""What other people's suites must find, read from the files they write (`.ci/suites`).

    verdict.py sslscan FILE.xml | sslyze FILE.json | testssl FILE.json | schemathesis LEAST FILE.json…

Prints each fault and ends with 1 where there is one. A file that lacks what is asked for is a fault, so
that a suite which changes its form, or gives up half way, does not pass.
"""

import json
import sys
import xml.etree.ElementTree

AEAD = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"}
GROUPS = {"x25519", "secp256r1", "secp384r1"}

# Findings of testssl.sh that are no fault, and why.
KNOWN = {
    "optimal_proto": "the OpenSSL of testssl.sh cannot show the client certificate that the door wants",
    "cert_revocation": "the door's certificate is the gateway's own authority's; partners pin its root",
    "DNS_CAArecord": "the door is asked under the name localhost",
}
# What testssl.sh must have looked at, and how its finding begins.
LOOKED_AT = {
    "SSLv2": "not offered",
    "SSLv3": "not offered",
    "TLS1": "not offered",
    "TLS1_1": "not offered",
    "TLS1_2": "not offered",
    "TLS1_3": "offered",
    "PFS": "offered",
    "PFS_ciphers": "TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256 TLS_AES_128_GCM_SHA256",
    "TLS_session_ticket": "no",
    "SSL_sessionID_support": "no",
    "sessionresumption_ticket": "not supported",
    "sessionresumption_ID": "No Session ID",
    "cert_chain_of_trust": "passed",
    "cert_trust": "Ok via SAN",
    "heartbleed": "not vulnerable",
    "CCS": "not vulnerable",
    "ROBOT": "not vulnerable",
    "secure_renego": "TLS 1.3 only",
    "secure_client_renego": "not vulnerable",
    "CRIME_TLS": "",
    "POODLE_SSL": "not vulnerable",
    "FREAK": "not vulnerable",
    "DROWN": "not vulnerable",
    "LOGJAM": "not vulnerable",
    "BEAST": "not vulnerable",
    "LUCKY13": "not vulnerable",
    "RC4": "not vulnerable",
}


def sslscan(path):
    """Protocols, suites, groups, renegotiation, Heartbleed and the certificate's dates."""
    test = xml.etree.ElementTree.parse(path).getroot().find("ssltest")
    if test is None:
        yield "no door was scanned"
        return
    told = {f"{p.get('type')} {p.get('version')}": p.get("enabled") for p in test.iter("protocol")}
    wanted = {f"{name}": "0" for name in ("ssl 2", "ssl 3", "tls 1.0", "tls 1.1", "tls 1.2")} | {"tls 1.3": "1"}
    if told != wanted:
        yield f"protocols: {told}"
    ciphers = {cipher.get("cipher") for cipher in test.iter("cipher")}
    if ciphers != AEAD:
        yield f"suites: {ciphers}"
    groups = {(group.get("name") or "").split()[0] for group in test.iter("group")}
    if groups != GROUPS:
        yield f"groups: {groups}"
    renegotiation = test.find("renegotiation")
    if renegotiation is None or renegotiation.get("supported") != "0":
        yield "renegotiation is offered"
    bleeding = [bleed.get("vulnerable") for bleed in test.iter("heartbleed")]
    if bleeding != ["0"]:
        yield f"heartbleed: {bleeding}"
    expired = [certificate.findtext("expired") for certificate in test.iter("certificate")]
    if expired != ["false"]:
        yield f"expired certificates: {expired}"


def sslyze(path):
    """Each scan command has run to its end and found what it must."""
    with open(path) as file:
        results = json.load(file)["server_scan_results"]
    if [result["scan_status"] for result in results] != ["COMPLETED"]:
        yield "no door was scanned"
        return
    found = results[0]["scan_result"]

    def result(name):
        scan = found.get(name) or {}
        if scan.get("status") != "COMPLETED":
            return None
        return scan["result"]

    for version in ("ssl_3_0", "tls_1_0", "tls_1_1", "tls_1_2", "tls_1_3"):
        suites = result(f"{version}_cipher_suites")
        accepted = None if suites is None else {s["cipher_suite"]["name"] for s in suites["accepted_cipher_suites"]}
        if accepted != (AEAD if version == "tls_1_3" else set()):
            yield f"{version}: {accepted}"
    for name, wanted in {
        "tls_compression": {"supports_compression": False},
        "tls_1_3_early_data": {"supports_early_data": False},
        "openssl_ccs_injection": {"is_vulnerable_to_ccs_injection": False},
        "heartbleed": {"is_vulnerable_to_heartbleed": False},
        "robot": {"robot_result": "NOT_VULNERABLE_RSA_NOT_SUPPORTED"},
        "tls_fallback_scsv": {"supports_fallback_scsv": True},
        "session_renegotiation": {
            "is_vulnerable_to_client_renegotiation_dos": False,
            "client_renegotiations_success_count": 0,
        },
        "session_resumption": {
            "session_id_resumption_result": "SERVER_IS_TLS_1_3_ONLY",
            "tls_ticket_resumption_result": "SERVER_IS_TLS_1_3_ONLY",
        },
    }.items():
        told = result(name)
        if told is None or any(told.get(key) != value for key, value in wanted.items()):
            yield f"{name}: {told}"
    info = result("certificate_info")
    chains = [deployment["verified_certificate_chain"] for deployment in info["certificate_deployments"]] if info else []
    if len(chains) != 1 or not chains[0]:
        yield "the certificate does not lead to the gateway's root"


def testssl(path):
    """No finding above INFO but the known ones, and everything that matters was looked at."""
    with open(path) as file:
        findings = json.load(file)
    for finding in findings:
        grave = finding["severity"] not in ("OK", "INFO", "DEBUG")
        if grave and finding["id"] not in KNOWN:
            yield f"{finding['id']}: {finding['severity']}: {finding['finding']}"
    by_id = {finding["id"]: finding["finding"] for finding in findings}
    for name, begins in LOOKED_AT.items():
        told = by_id.get(name)
        if told is None or not told.startswith(begins):
            yield f"{name}: {told}"


def schemathesis(least, *paths):
    """Every phase went to its end, no check failed, and enough was sent."""
    total = 0
    for path in paths:
        try:
            with open(path) as file:
                report = json.load(file)
        except ValueError:
            yield f"{path}: no report: it was ended before its end"
            continue
        total += report["test_cases"]["generated"]
        if not report["complete"] or report["exit_code"] != 0:
            yield f"{path}: ended with {report['exit_code']}: {report['stop_reason']}"
        for failure in report["failures"] + report["errors"]:
            yield f"{path}: {failure.get('title')}: {failure.get('operations')}"
        for operation, phases in report["valid_rates"].items():
            accepted = sum(phase["accepted"] for phase in phases.values())
            if accepted == 0:
                yield f"{path}: {operation}: nothing was accepted"
    if total < int(least):
        yield f"only {total} requests were made"
    else:
        print(f"{total} requests, each answered as the contract says")


def main(suite, *arguments):
    suites = {"sslscan": sslscan, "sslyze": sslyze, "testssl": testssl, "schemathesis": schemathesis}
    faults = list(suites[suite](*arguments))
    for fault in faults:
        print(f"{suite}: {fault}"[:2_000])
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
