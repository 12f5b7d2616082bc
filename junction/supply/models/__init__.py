"""Tables of supply: what there is, where it lies, who is to have it, and every movement of it."""

from .catalogue import Item, ItemLink, Pack, Substitute
from .depots import Depot, Lot, LotExtension, LotHold
from .drops import Drop, DropOrder, Sale
from .flow import FlowMark, FlowSum
from .ledger import Account, Act, Balance, LotBalance, Movement
from .orders import Consignment, ConsignmentLine, Order, OrderLine
from .portal import Opening, Outlook, Profile, Used
from .recalls import Recall, RecallNotice
from .stock import CountLine, Discrepancy, Receipt, StockCount

__all__ = [
    "Account",
    "Act",
    "Balance",
    "Consignment",
    "ConsignmentLine",
    "CountLine",
    "Depot",
    "Discrepancy",
    "Drop",
    "DropOrder",
    "FlowMark",
    "FlowSum",
    "Item",
    "ItemLink",
    "Lot",
    "LotBalance",
    "LotExtension",
    "LotHold",
    "Movement",
    "Opening",
    "Order",
    "OrderLine",
    "Outlook",
    "Pack",
    "Profile",
    "Recall",
    "RecallNotice",
    "Receipt",
    "Sale",
    "StockCount",
    "Substitute",
    "Used",
]
