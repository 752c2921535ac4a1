"""Who may talk to whom, as NetworkPolicy objects say it."""


def _selects(selector, labels):
    for key, value in selector.get("matchLabels", {}).items():
        if labels.get(key) != value:
            return False
    for rule in selector.get("matchExpressions", []):
        if rule["operator"] != "In":
            raise AssertionError(f"{rule['operator']} is not known here")
        if labels.get(rule["key"]) not in rule["values"]:
            return False
    return True


def _peers(peers, labels):
    """Whether one of the peers of a rule is a pod of this namespace with these labels; none
    named means everybody. `labels` is None for who is no pod of it."""
    if peers is None:
        return True
    for peer in peers:
        own = "podSelector" in peer and "namespaceSelector" not in peer
        if own and labels is not None and _selects(peer["podSelector"], labels):
            return True
    return False


def _allows(policies, direction, labels, other, port):
    """Whether `labels` may take (Ingress) or begin (Egress) a connection with `other`."""
    specs = [policy["spec"] for policy in policies if direction in policy["spec"]["policyTypes"]]
    selecting = [spec for spec in specs if _selects(spec["podSelector"], labels)]
    if not selecting:
        return True
    key, side = ("ingress", "from") if direction == "Ingress" else ("egress", "to")
    for spec in selecting:
        for rule in spec.get(key, []):
            ports = [(p["protocol"], p["port"]) for p in rule.get("ports", [])]
            if (not ports or ("TCP", port) in ports) and _peers(rule.get(side), other):
                return True
    return False


def connects(policies, source, target, port):
    """Whether pods labelled `source` reach those labelled `target`; None is somebody outside
    of the namespace."""
    goes_out = source is None or _allows(policies, "Egress", source, target, port)
    return goes_out and (target is None or _allows(policies, "Ingress", target, source, port))
