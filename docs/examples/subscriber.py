"""Prints each proposal for a job group, and remembers in Kafka what it has handled."""

import sys

from consumers.subscription import subscribe
from schemas.connection import Connection
from schemas.events import ProposalListing, ProposalWithdrawn

address, prefix, job_group = sys.argv[1:4]
with subscribe(Connection(address), ("proposals",), group="hr-desk", prefix=prefix) as deliveries:
    for delivery in deliveries:
        match delivery.event:
            case ProposalListing() as proposal if proposal.job_group == job_group:
                names = [candidate.candidate_id for candidate in proposal.ranked]
                print(proposal.vacancy_id, proposal.revision, names, flush=True)
            case ProposalWithdrawn() as gone if gone.job_group == job_group:
                print(gone.vacancy_id, gone.revision, gone.reason, flush=True)
