"""Tables of supply: what there is, where it lies, who is to have it, and every movement of it."""

from .catalogue import Item, ItemLink, Pack, Substitute
from .depots import Depot, Lot, LotExtension, LotHold
from .ledger import Account, Act, Balance, LotBalance, Movement
from .orders import Consignment, ConsignmentLine, Order, OrderLine

__all__ = [
    "Account",
    "Act",
    "Balance",
    "Consignment",
    "ConsignmentLine",
    "Depot",
    "Item",
    "ItemLink",
    "Lot",
    "LotBalance",
    "LotExtension",
    "LotHold",
    "Movement",
    "Order",
    "OrderLine",
    "Pack",
    "Substitute",
]
