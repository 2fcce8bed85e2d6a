"""What a role is nothing without."""

from cityops.policy.lines import Role

NEED_AGENCY = frozenset({Role.OFFICER, Role.HEAD, Role.EXTENSION})  # what they may do is all of their agency
NEED_AREA = frozenset({Role.CAMAT, Role.LURAH})
