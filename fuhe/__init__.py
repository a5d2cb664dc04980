"""fuhe 复核: audits budget-performance self-evaluation tables and lists what does not add up.

    import fuhe
    audit = fuhe.audit("自评表.pdf")
    audit.findings, audit.evaluations, audit.to_frame()

The import is cheap: the readers and the rules are loaded by the first audit.
"""

from fuhe.audit import Audit, AuditedEvaluation, audit, audits

__all__ = ["Audit", "AuditedEvaluation", "audit", "audits"]

__product__ = "fuhe"
