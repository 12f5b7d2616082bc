"""Tables of supply: what there is, where it lies, who is to have it, and every movement of it."""

from .allocation import (
    AllocationEdit,
    AllocationLine,
    AllocationOrder,
    AllocationRun,
    AllocationStock,
    OlderPeople,
)
from .catalogue import Item, ItemLink, Pack, Substitute
from .cover import CoverMark, CoverSum
from .depots import Depot, Lot, LotExtension, LotHold
from .drops import Drop, DropOrder, Sale
from .flow import FlowMark, FlowSum
from .hub import Aid, FreeIssue, Recipient
from .ledger import Account, Act, Balance, LotBalance, Movement
from .offers import Offer, OfferCheck
from .orders import Consignment, ConsignmentLine, Order, OrderLine
from .place_counts import PlaceCount, PlaceCountLine, PlaceUse
from .portal import Opening, Outlook, Profile, Used
from .problems import Problem, ProblemItem
from .recalls import Recall, RecallNotice
from .requests import Ask, EmergencyRequest, LineCall
from .stock import ArrivalCorrection, CountLine, Discrepancy, Receipt, StockCount

__all__ = [
    "Account",
    "Act",
    "Aid",
    "AllocationEdit",
    "AllocationLine",
    "AllocationOrder",
    "AllocationRun",
    "AllocationStock",
    "ArrivalCorrection",
    "Ask",
    "Balance",
    "Consignment",
    "ConsignmentLine",
    "CountLine",
    "CoverMark",
    "CoverSum",
    "Depot",
    "Discrepancy",
    "Drop",
    "DropOrder",
    "EmergencyRequest",
    "FlowMark",
    "FlowSum",
    "FreeIssue",
    "Item",
    "ItemLink",
    "LineCall",
    "Lot",
    "LotBalance",
    "LotExtension",
    "LotHold",
    "Movement",
    "Offer",
    "OfferCheck",
    "OlderPeople",
    "Opening",
    "Order",
    "OrderLine",
    "Outlook",
    "Pack",
    "PlaceCount",
    "PlaceCountLine",
    "PlaceUse",
    "Problem",
    "ProblemItem",
    "Profile",
    "Recall",
    "RecallNotice",
    "Receipt",
    "Recipient",
    "Sale",
    "StockCount",
    "Substitute",
    "Used",
]
