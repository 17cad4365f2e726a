"""AutoCore's tables as SQLAlchemy models: plain types, defaults in Python, relationships with cascades."""

from sqlalchemy import (
    Boolean, CheckConstraint, Column, DateTime, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint,
    create_engine, func,
)
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()

class Device(Base):
    __tablename__ = "devices"
    __table_args__ = (
        Index("idx_devices_status", "status"),
        Index("idx_devices_type", "type"),
        Index("idx_devices_uuid", "uuid"),
    )
    id = Column(Integer, primary_key=True)
    uuid = Column(String(36), nullable=False, unique=True)
    name = Column(String(100), nullable=False)
    type = Column(String(50), nullable=False)
    mac_address = Column(String(17), unique=True)
    ip_address = Column(String(15))
    firmware_version = Column(String(20))
    hardware_version = Column(String(20))
    status = Column(String(20), nullable=False, default="offline")
    last_seen = Column(DateTime)
    configuration_json = Column(Text)
    capabilities_json = Column(Text)
    is_active = Column(Boolean, default=True)
    created_at = Column(DateTime, default=func.now())
    updated_at = Column(DateTime, default=func.now(), onupdate=func.now())
    relay_boards = relationship("RelayBoard", back_populates="device", cascade="all, delete-orphan")
    telemetry = relationship("TelemetryData", back_populates="device", cascade="all, delete-orphan")

class RelayBoard(Base):
    __tablename__ = "relay_boards"
    __table_args__ = (
        Index("idx_relay_boards_device", "device_id"),
    )
    id = Column(Integer, primary_key=True)
    device_id = Column(Integer, ForeignKey("devices.id", ondelete="CASCADE"), nullable=False)
    total_channels = Column(Integer, nullable=False, default=16)
    board_model = Column(String(50))
    is_active = Column(Boolean, default=True)
    created_at = Column(DateTime, default=func.now())
    device = relationship("Device", back_populates="relay_boards")
    channels = relationship("RelayChannel", back_populates="board", cascade="all, delete-orphan")

class RelayChannel(Base):
    __tablename__ = "relay_channels"
    __table_args__ = (
        UniqueConstraint("board_id", "channel_number"),
        Index("idx_relay_channels_board", "board_id"),
    )
    id = Column(Integer, primary_key=True)
    board_id = Column(Integer, ForeignKey("relay_boards.id", ondelete="CASCADE"), nullable=False)
    channel_number = Column(Integer, nullable=False)
    name = Column(String(100), nullable=False)
    description = Column(Text)
    function_type = Column(String(20))
    icon = Column(String(50))
    color = Column(String(7))
    protection_mode = Column(String(20), nullable=False, default="none")
    max_activation_time = Column(Integer)
    allow_in_macro = Column(Boolean, default=True)
    is_active = Column(Boolean, default=True)
    created_at = Column(DateTime, default=func.now())
    updated_at = Column(DateTime, default=func.now(), onupdate=func.now())
    board = relationship("RelayBoard", back_populates="channels")

class Screen(Base):
    __tablename__ = "screens"
    __table_args__ = (
        Index("idx_screens_parent", "parent_id"),
        Index("idx_screens_position", "position"),
    )
    id = Column(Integer, primary_key=True)
    name = Column(String(100), nullable=False)
    title = Column(String(100), nullable=False)
    icon = Column(String(50))
    screen_type = Column(String(50))
    parent_id = Column(Integer, ForeignKey("screens.id"))
    position = Column(Integer, nullable=False, default=0)
    columns_mobile = Column(Integer)
    columns_display_small = Column(Integer)
    columns_display_large = Column(Integer)
    columns_web = Column(Integer)
    is_visible = Column(Boolean, default=True)
    required_permission = Column(String(50))
    show_on_mobile = Column(Boolean, default=True)
    show_on_display_small = Column(Boolean, default=True)
    show_on_display_large = Column(Boolean, default=True)
    show_on_web = Column(Boolean, default=True)
    show_on_controls = Column(Boolean, default=False)
    created_at = Column(DateTime, default=func.now())
    parent = relationship("Screen", remote_side=[id], backref="children")
    items = relationship("ScreenItem", back_populates="screen", cascade="all, delete-orphan")

class ScreenItem(Base):
    __tablename__ = "screen_items"
    __table_args__ = (
        Index("idx_screen_items_screen_pos", "screen_id", "position"),
        CheckConstraint("(item_type IN ('display', 'gauge') AND action_type IS NULL) OR (item_type IN ('button', 'switch') AND action_type IS NOT NULL)", name="check_item_action_consistency"),
        CheckConstraint("action_type != 'relay_control' OR (action_type = 'relay_control' AND relay_board_id IS NOT NULL AND relay_channel_id IS NOT NULL)", name="check_relay_control_requirements"),
        CheckConstraint("item_type NOT IN ('display', 'gauge') OR (item_type IN ('display', 'gauge') AND data_source IS NOT NULL AND data_path IS NOT NULL)", name="check_display_data_requirements"),
    )
    id = Column(Integer, primary_key=True)
    screen_id = Column(Integer, ForeignKey("screens.id", ondelete="CASCADE"), nullable=False)
    item_type = Column(String(20), nullable=False)
    name = Column(String(100), nullable=False)
    label = Column(String(100), nullable=False)
    icon = Column(String(50))
    position = Column(Integer, nullable=False)
    size_mobile = Column(String(20))
    size_display_small = Column(String(20))
    size_display_large = Column(String(20))
    size_web = Column(String(20))
    action_type = Column(String(30))
    action_target = Column(String(200))
    action_payload = Column(Text)
    relay_board_id = Column(Integer, ForeignKey("relay_boards.id", ondelete="SET NULL"))
    relay_channel_id = Column(Integer, ForeignKey("relay_channels.id", ondelete="SET NULL"))
    data_source = Column(String(50))
    data_path = Column(String(200))
    data_format = Column(String(50))
    data_unit = Column(String(20))
    is_active = Column(Boolean, default=True)
    created_at = Column(DateTime, default=func.now())
    screen = relationship("Screen", back_populates="items")

class User(Base):
    __tablename__ = "users"
    __table_args__ = (
        Index("idx_users_email", "email"),
        Index("idx_users_role", "role"),
        Index("idx_users_username", "username"),
    )
    id = Column(Integer, primary_key=True)
    username = Column(String(50), nullable=False, unique=True)
    password_hash = Column(String(255), nullable=False)
    full_name = Column(String(100))
    email = Column(String(100), unique=True)
    role = Column(String(50), nullable=False, default="operator")
    pin_code = Column(String(10))
    is_active = Column(Boolean, default=True)
    last_login = Column(DateTime)
    created_at = Column(DateTime, default=func.now())
    updated_at = Column(DateTime, default=func.now(), onupdate=func.now())

class EventLog(Base):
    __tablename__ = "event_logs"
    __table_args__ = (
        Index("idx_events_source", "source"),
        Index("idx_events_timestamp", "timestamp"),
        Index("idx_events_type", "event_type"),
    )
    id = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=func.now())
    event_type = Column(String(50), nullable=False)
    source = Column(String(100), nullable=False)
    target = Column(String(100))
    action = Column(String(100))
    payload = Column(Text)
    user_id = Column(Integer, ForeignKey("users.id"))
    ip_address = Column(String(15))
    status = Column(String(20))
    error_message = Column(Text)

class TelemetryData(Base):
    __tablename__ = "telemetry_data"
    __table_args__ = (
        Index("idx_telemetry_key", "data_key"),
        Index("idx_telemetry_timestamp", "timestamp", "device_id"),
        Index("idx_telemetry_type", "data_type"),
    )
    id = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=func.now())
    device_id = Column(Integer, ForeignKey("devices.id", ondelete="CASCADE"), nullable=False)
    data_type = Column(String(50), nullable=False)
    data_key = Column(String(100), nullable=False)
    data_value = Column(Text, nullable=False)
    unit = Column(String(20))
    device = relationship("Device", back_populates="telemetry")

class Icon(Base):
    __tablename__ = "icons"
    __table_args__ = (
        Index("idx_icons_active", "is_active"),
        Index("idx_icons_category", "category"),
        Index("idx_icons_name", "name"),
    )
    id = Column(Integer, primary_key=True)
    name = Column(String(50), nullable=False, unique=True)
    display_name = Column(String(100), nullable=False)
    category = Column(String(50))
    svg_content = Column(Text)
    svg_viewbox = Column(String(50))
    svg_fill_color = Column(String(7))
    svg_stroke_color = Column(String(7))
    lucide_name = Column(String(50))
    material_name = Column(String(50))
    fontawesome_name = Column(String(50))
    lvgl_symbol = Column(String(50))
    unicode_char = Column(String(10))
    emoji = Column(String(10))
    fallback_icon_id = Column(Integer, ForeignKey("icons.id", ondelete="SET NULL"))
    description = Column(Text)
    tags = Column(Text)
    is_custom = Column(Boolean, default=False)
    is_active = Column(Boolean, default=True)
    created_at = Column(DateTime, default=func.now())
    updated_at = Column(DateTime, default=func.now(), onupdate=func.now())
    fallback = relationship("Icon", remote_side=[id])

class Theme(Base):
    __tablename__ = "themes"
    id = Column(Integer, primary_key=True)
    name = Column(String(100), nullable=False, unique=True)
    description = Column(Text)
    primary_color = Column(String(7), nullable=False)
    secondary_color = Column(String(7), nullable=False)
    background_color = Column(String(7), nullable=False)
    surface_color = Column(String(7), nullable=False)
    success_color = Column(String(7), nullable=False)
    warning_color = Column(String(7), nullable=False)
    error_color = Column(String(7), nullable=False)
    info_color = Column(String(7), nullable=False)
    text_primary = Column(String(7), nullable=False)
    text_secondary = Column(String(7), nullable=False)
    border_radius = Column(Integer)
    shadow_style = Column(String(50))
    font_family = Column(String(100))
    is_active = Column(Boolean, default=True)
    is_default = Column(Boolean, default=False)
    created_at = Column(DateTime, default=func.now())

class Macro(Base):
    __tablename__ = "macros"
    id = Column(Integer, primary_key=True)
    name = Column(String(100), nullable=False, unique=True)
    description = Column(Text)
    trigger_type = Column(String(50))
    trigger_config = Column(Text)
    action_sequence = Column(Text, nullable=False)
    condition_logic = Column(Text)
    is_active = Column(Boolean, default=True)
    last_executed = Column(DateTime)
    execution_count = Column(Integer, default=0)
    created_at = Column(DateTime, default=func.now())

class CanSignal(Base):
    __tablename__ = "can_signals"
    __table_args__ = (
        Index("idx_can_signals_id", "can_id"),
        Index("idx_can_signals_name", "signal_name"),
    )
    id = Column(Integer, primary_key=True)
    signal_name = Column(String(100), nullable=False, unique=True)
    can_id = Column(String(8), nullable=False)
    start_bit = Column(Integer, nullable=False)
    length_bits = Column(Integer, nullable=False)
    byte_order = Column(String(20))
    data_type = Column(String(20))
    scale_factor = Column(Float, default=1.0)
    offset = Column(Float, default=0.0)
    unit = Column(String(20))
    min_value = Column(Float)
    max_value = Column(Float)
    description = Column(Text)
    category = Column(String(50))
    is_active = Column(Boolean, default=True)
    created_at = Column(DateTime, default=func.now())

class Vehicle(Base):
    __tablename__ = "vehicles"
    __table_args__ = (
        Index("idx_vehicles_active", "is_active"),
        Index("idx_vehicles_brand_model", "brand", "model"),
        Index("idx_vehicles_brand_year", "brand", "year_model"),
        Index("idx_vehicles_chassis", "chassis"),
        Index("idx_vehicles_plate", "plate"),
        Index("idx_vehicles_renavam", "renavam"),
        Index("idx_vehicles_status", "status"),
        Index("idx_vehicles_status_active", "status", "is_active"),
        Index("idx_vehicles_tracked", "is_tracked"),
        Index("idx_vehicles_user", "user_id"),
        Index("idx_vehicles_user_active", "user_id", "is_active"),
        Index("idx_vehicles_uuid", "uuid"),
        CheckConstraint("id = 1", name="check_single_vehicle_record"),
        CheckConstraint("fuel_type IN ('flex', 'gasoline', 'ethanol', 'diesel', 'electric', 'hybrid')", name="check_vehicles_valid_fuel_type"),
        CheckConstraint("category IN ('passenger', 'commercial', 'motorcycle', 'truck', 'bus')", name="check_vehicles_valid_category"),
        CheckConstraint("status IN ('active', 'inactive', 'maintenance', 'retired', 'sold')", name="check_vehicles_valid_status"),
        CheckConstraint("year_manufacture >= 1900 AND year_manufacture <= 2030", name="check_vehicles_valid_manufacture_year"),
        CheckConstraint("year_model >= year_manufacture AND year_model <= (year_manufacture + 1)", name="check_vehicles_valid_model_year"),
        CheckConstraint("odometer >= 0", name="check_vehicles_valid_odometer"),
        CheckConstraint("length(plate) >= 7 AND length(plate) <= 8", name="check_vehicles_valid_plate_format"),
        CheckConstraint("length(chassis) >= 17", name="check_vehicles_valid_chassis_length"),
    )
    id = Column(Integer, primary_key=True, default=1)
    uuid = Column(String(36), nullable=False, unique=True)
    plate = Column(String(10), nullable=False, unique=True)
    chassis = Column(String(30), nullable=False, unique=True)
    renavam = Column(String(20), nullable=False, unique=True)
    brand = Column(String(50), nullable=False)
    model = Column(String(100), nullable=False)
    version = Column(String(100))
    year_manufacture = Column(Integer, nullable=False)
    year_model = Column(Integer, nullable=False)
    color = Column(String(30))
    color_code = Column(String(10))
    fuel_type = Column(String(20), nullable=False)
    engine_capacity = Column(Integer)
    engine_power = Column(Integer)
    engine_torque = Column(Integer)
    transmission = Column(String(20))
    category = Column(String(30), nullable=False)
    usage_type = Column(String(30))
    user_id = Column(Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    primary_device_id = Column(Integer, ForeignKey("devices.id", ondelete="SET NULL"))
    status = Column(String(20), nullable=False, default="active")
    odometer = Column(Integer, nullable=False, default=0)
    odometer_unit = Column(String(5), nullable=False, default="km")
    last_location = Column(Text)
    next_maintenance_date = Column(DateTime)
    next_maintenance_km = Column(Integer)
    insurance_expiry = Column(DateTime)
    license_expiry = Column(DateTime)
    inspection_expiry = Column(DateTime)
    last_maintenance_date = Column(DateTime)
    last_maintenance_km = Column(Integer)
    vehicle_config = Column(Text)
    notes = Column(Text)
    tags = Column(Text)
    is_active = Column(Boolean, nullable=False, default=True)
    is_tracked = Column(Boolean, nullable=False, default=True)
    created_at = Column(DateTime, nullable=False, default=func.now())
    updated_at = Column(DateTime, nullable=False, default=func.now(), onupdate=func.now())
    deleted_at = Column(DateTime)

class VehicleDevice(Base):
    __tablename__ = "vehicle_devices"
    __table_args__ = (
        Index("idx_vehicle_devices_device", "device_id"),
        Index("idx_vehicle_devices_role", "device_role"),
        Index("idx_vehicle_devices_vehicle", "vehicle_id"),
    )
    vehicle_id = Column(Integer, ForeignKey("vehicles.id", ondelete="CASCADE"), primary_key=True)
    device_id = Column(Integer, ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True)
    device_role = Column(String(30))
    installed_at = Column(DateTime, default=func.now())
    is_active = Column(Boolean, default=True)


def get_engine(db_path="autocore.db"):
    """The engine of Alembic and of the seeds."""
    return create_engine(
        f"sqlite:///{db_path}",
        connect_args={"check_same_thread": False},
        echo=False,
    )
