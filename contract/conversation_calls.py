"""Calls about conversations."""

from contract.call import BODY_PROBLEMS, CURSOR, LIMIT, REPLAYED, Call, Success
from contract.conversation_models import Conversation, ConversationPage, Messages, SaidMessage
from functions.conversation.messages import ReadBody, SayBody

CONVERSATION = {
    "name": "conversation",
    "in": "path",
    "required": True,
    "description": "An order's id; `support` for my conversation about none; operators call that of a "
    "customer `support-<owner>`",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80},
}

UNREAD = {
    "name": "unread",
    "in": "query",
    "description": "For operators: only conversations in which the shop has not read all",
    "schema": {"type": "boolean", "default": False},
}

CONVERSATION_CALLS = [
    Call(
        "get",
        "/conversations",
        "listConversations",
        "My conversations, the one last active first; for operators everybody's",
        {200: Success(ConversationPage, "A page of conversations")},
        {422: ["invalid-request"]},
        [LIMIT | {"description": "How many conversations a page has at most"}, CURSOR, UNREAD],
    ),
    Call(
        "get",
        "/conversations/{conversation}/messages",
        "listMessages",
        "What was said in a conversation, with what happened to its order in between, from the end",
        {200: Success(Messages, "The conversation, and a page of its lines")},
        {404: ["not-found"], 422: ["invalid-request"]},
        [
            CONVERSATION,
            LIMIT | {"description": "How many lines a page has at most"},
            CURSOR | {"description": "An older_cursor or newer_cursor of this conversation, unchanged"},
        ],
    ),
    Call(
        "post",
        "/conversations/{conversation}/messages",
        "sayMessage",
        "Say something; the same client_id again meets the message as it was said",
        {201: Success(SaidMessage, "The message; it is stored, and whoever is connected was told", REPLAYED)},
        BODY_PROBLEMS | {404: ["not-found"], 409: ["client-id-reused"]},
        [CONVERSATION],
        SayBody,
    ),
    Call(
        "put",
        "/conversations/{conversation}/read",
        "markRead",
        "All messages up to this one were read; operators read for the whole shop. A mark never goes back",
        {200: Success(Conversation, "The conversation as it stands")},
        BODY_PROBLEMS | {404: ["not-found"]},
        [CONVERSATION],
        ReadBody,
    ),
]
