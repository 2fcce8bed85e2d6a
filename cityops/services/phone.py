"""Which requests this phone has sent, or opened by their secret link."""

from cityops.web.phone import CodesOnPhone

MINE = CodesOnPhone("permohonan", "cityops.services.mine")
