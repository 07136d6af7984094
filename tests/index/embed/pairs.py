"""Questions and the paragraphs that answer them, invented; the words differ as they do in support chats."""

ENGLISH = [
    (
        "How do I return a parcel?",
        "Returns are accepted within fourteen days. Put the item back into its parcel, print the return label and hand it over at any pickup point.",
    ),
    (
        "I forgot my password",
        "To reset a forgotten password, press Restore access on the sign-in page; a link arrives by mail and is valid for one hour.",
    ),
    (
        "When is my invoice due?",
        "Invoices are issued on the first working day of the month and are payable within ten days of the date of issue.",
    ),
    (
        "Can I add another user to the account?",
        "The owner of an account may invite colleagues: open Settings, Users, and send an invitation. Each new user gets the role of a viewer.",
    ),
    (
        "How much does delivery cost?",
        "Courier delivery costs four euros; delivery to a pickup point is free for orders above thirty.",
    ),
    (
        "How to export the report to Excel",
        "Every report has the button Export. Choose the format XLSX for Excel or CSV for other programs.",
    ),
    (
        "Why was my card declined?",
        "A bank card is declined when the limit is exceeded, the card has expired, or the bank refuses payments on the internet.",
    ),
    (
        "How to change the language of the interface",
        "The interface speaks twelve languages. The language is changed in the profile, in the section Appearance.",
    ),
    (
        "How to turn on two-factor authentication",
        "Two-factor authentication protects the sign-in with a code. It is turned on under Security; scan the picture with an authenticator.",
    ),
    (
        "What do I do when the printer is offline?",
        "If the printer shows as offline, check the cable, restart the print spooler and choose the printer as the default one again.",
    ),
    (
        "Where can I see my working hours?",
        "Time sheets list the hours worked each day. Employees see their own sheet in the portal, managers those of their team.",
    ),
    (
        "How long are backups kept?",
        "Backups are made nightly and kept for thirty days; monthly copies are kept for a year on separate storage.",
    ),
    (
        "How to cancel the subscription",
        "A subscription can be cancelled at any time; it stays active until the end of the paid period and is not renewed.",
    ),
    (
        "The application does not start after the update",
        "After an update the application may fail to start because of an old cache. Delete the folder cache and start the application again.",
    ),
    (
        "How do I book a meeting room?",
        "Meeting rooms are booked in the calendar: create a meeting, press Add room, and choose one with enough seats.",
    ),
    (
        "Who approves a business trip?",
        "Business trips are approved by the head of the department; the travel desk buys tickets only after approval.",
    ),
    (
        "How to connect to the VPN from home",
        "Remote work needs the VPN client. Install it, import the profile and connect with the one-time code from your phone.",
    ),
    (
        "What is the warranty on refrigerators?",
        "Large appliances, refrigerators among them, have a warranty of three years; small ones have one year.",
    ),
    (
        "Can I pay in installments?",
        "Orders above two hundred euros may be paid in four equal installments, without interest, by card.",
    ),
    (
        "How to delete my account",
        "An account is deleted at the request of its owner: Profile, Privacy, Delete account. The data is erased after thirty days.",
    ),
]

RUSSIAN = [
    (
        "Как вернуть посылку?",
        "Возврат принимается в течение четырнадцати дней. Уложите товар обратно, распечатайте ярлык и сдайте посылку в любом пункте выдачи.",
    ),
    (
        "Забыл пароль, что делать",
        "Чтобы восстановить забытый пароль, нажмите «Восстановить доступ» на странице входа; ссылка придёт на почту и действует один час.",
    ),
    (
        "Когда нужно оплатить счёт?",
        "Счета выставляются в первый рабочий день месяца, оплата производится в течение десяти дней с даты выставления.",
    ),
    (
        "Можно ли добавить ещё одного пользователя?",
        "Владелец учётной записи приглашает коллег в разделе «Пользователи». Каждый новый пользователь получает роль наблюдателя.",
    ),
    (
        "Сколько стоит доставка?",
        "Стоимость курьерской доставки — триста рублей; доставка в пункт выдачи бесплатна для заказов от трёх тысяч.",
    ),
    (
        "Как выгрузить отчёт в Excel",
        "В каждом отчёте есть кнопка «Выгрузить». Для Excel выберите формат XLSX, для других программ — CSV.",
    ),
    (
        "Почему отклонили мою карту?",
        "Банк отклоняет карту, если превышен лимит, истёк срок действия или запрещены платежи в интернете.",
    ),
    (
        "Как поменять язык интерфейса",
        "Интерфейс переведён на двенадцать языков. Язык меняется в профиле, в разделе «Оформление».",
    ),
    (
        "Как включить двухфакторную аутентификацию",
        "Двухфакторная аутентификация защищает вход кодом. Она включается в разделе «Безопасность»: отсканируйте картинку приложением.",
    ),
    (
        "Принтер не в сети",
        "Если принтер отображается не в сети, проверьте кабель, перезапустите службу печати и снова выберите его принтером по умолчанию.",
    ),
    (
        "Где посмотреть отработанные часы?",
        "Табель показывает часы, отработанные за день. Сотрудник видит свой табель на портале, руководитель — табели группы.",
    ),
    (
        "Сколько хранятся резервные копии?",
        "Резервное копирование выполняется каждую ночь, копии хранятся тридцать дней, ежемесячные — год на отдельном хранилище.",
    ),
    (
        "Как отменить подписку",
        "Отмена подписки возможна в любой момент: она действует до конца оплаченного периода и не продлевается.",
    ),
    (
        "Приложение не запускается после обновления",
        "После обновления приложение иногда не запускается из-за старого кэша. Удалите папку cache и запустите его снова.",
    ),
    (
        "Как забронировать переговорную?",
        "Переговорные бронируются в календаре: создайте встречу, нажмите «Добавить комнату» и выберите подходящую по числу мест.",
    ),
    (
        "Кто согласовывает командировку?",
        "Командировки согласует руководитель отдела; билеты покупаются только после согласования.",
    ),
    (
        "Как подключиться к VPN из дома",
        "Для удалённой работы нужен клиент VPN. Установите его, загрузите профиль и подключитесь с одноразовым кодом из телефона.",
    ),
    (
        "Какая гарантия на холодильники?",
        "На крупную технику, в том числе холодильники, гарантийный срок три года, на мелкую — один год.",
    ),
    (
        "Можно ли оплатить в рассрочку?",
        "Заказы дороже двадцати тысяч оплачиваются картой в рассрочку: четыре равные части без процентов.",
    ),
    (
        "Как удалить свой аккаунт",
        "Аккаунт удаляется по просьбе владельца: «Профиль», «Приватность», «Удалить аккаунт». Данные стираются через тридцать дней.",
    ),
]
