"""Let a customer add a photo to a return, for whoever inspects it."""

from functions.order.access import readable_order
from functions.returns import photos, store
from functions.returns.photos import UploadForm
from functions.returns.writes import ReturnUnknown
from functions.shared import ids


def add_photo(order_id: str, return_id: str, owner: str, content_type: str) -> UploadForm:
    """A form by which one photo can be uploaded; the return remembers its name.

    Raises OrderUnknown, or ReturnUnknown if it is no return of that order, for what is unknown and what is
    somebody else's alike; ReturnMoved if no photo is wanted any more.
    """
    readable_order(order_id, owner)
    if ids.order_of_return(return_id) != order_id:
        raise ReturnUnknown(return_id)
    store.load(return_id)
    name = ids.new_photo() + photos.ENDINGS[content_type]
    store.add_photo(return_id, name)
    return photos.upload_form(return_id, name, content_type)
